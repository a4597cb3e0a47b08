package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.status.JobStatusOf;
import dev.loopkeeper.operator.status.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the API server, and what is made of its answers. */
final class JobClusterTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String STATUS = "/iterativejobs/rework/status";
    private static final IterativeJobStatus WRITTEN =
            JobStatusOf.of(Given.newJob().observation(), new Trouble(Situation.CLEAR, Given.NOW));

    private static final String THERE =
            "{\"apiVersion\": \"loopkeeper.dev/v1alpha1\", \"kind\": \"IterativeJob\", \"metadata\": {\"name\": \"rework\"}}";

    private final StubApiServer server = new StubApiServer();
    private final JobCluster cluster = new JobCluster(server.client(), JOB);

    /** The client looks whether there is such a job before it changes it. */
    @BeforeEach
    void aJobIsThere() {
        server.answers("GET", STATUS, 200, THERE).answers("GET", "/iterativejobs/rework", 200, THERE);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void k4AStatusIsWrittenToTheJobOfThisUidOnly() throws JsonProcessingException {
        server.answers("PATCH", STATUS, 200, THERE);
        assertThat(cluster.writeStatus(WRITTEN)).isTrue();
        StubApiServer.Request request = server.requests().getLast();
        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(request.path())
                .isEqualTo("/apis/loopkeeper.dev/v1alpha1/namespaces/factory/iterativejobs/rework/status");
        assertThat(request.query()).contains("fieldManager=loopkeeper-operator");
        JsonNode changes = new ObjectMapper().readTree(request.body());
        assertThat(changes.get(0))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"op\": \"test\", \"path\": \"/metadata/uid\", \"value\": \"4f0e\"}"));
        assertThat(changes.at("/1/path").asText()).isEqualTo("/status");
        assertThat(changes.at("/1/value/phase").asText()).isEqualTo("Pending");
    }

    /** Nobody is left to be told, or another was faster. */
    @ParameterizedTest
    @CsvSource({"404, not found", "409, the object has been modified"})
    void k22AStatusOfAJobThatHasGoneOrChangedIsNoTrouble(int code, String message) {
        server.refuses("PATCH", STATUS, code, message);
        assertThat(cluster.writeStatus(WRITTEN)).isFalse();
    }

    /** The answer of a real API server to a condition that does not hold. */
    @Test
    void k4AStatusOfALaterJobOfTheSameNameIsLeftAlone() {
        server.answers("PATCH", STATUS, 422, """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                 "message": "the server rejected our request due to an error in our request", "reason": "Invalid", "details": {}, "code": 422}
                """);
        assertThat(cluster.writeStatus(WRITTEN)).isFalse();
    }

    @Test
    void aStatusThatIsNotValidIsTold() {
        server.answers("PATCH", STATUS, 422, """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 422, "message": "IterativeJob rework is invalid",
                 "details": {"causes": [{"field": "status.phase", "message": "Unsupported value"}]}}
                """);
        assertThatThrownBy(() -> cluster.writeStatus(WRITTEN)).isInstanceOf(KubernetesClientException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500})
    void anyOtherRefusalOfAStatusIsTold(int code) {
        server.refuses("PATCH", STATUS, code, "no");
        assertThatThrownBy(() -> cluster.writeStatus(WRITTEN)).isInstanceOf(KubernetesClientException.class);
    }

    /** A user's Service of this name would lose its selector. */
    @Test
    void k4AServiceOfAnotherIsNotLedToOurCoordinator() {
        server.answers("GET", "/services/rework-coordinator", 200, """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "rework-coordinator", "namespace": "factory"}}
                """);
        assertThatThrownBy(() -> cluster.select(1)).hasMessageContaining("Service rework-coordinator");
        assertThat(server.asked()).noneMatch(request -> request.startsWith("PATCH"));
    }
}
