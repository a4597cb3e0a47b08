package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.model.JobIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K15: PodMonitors are made where they are asked for and known, and hold up no job. */
final class JobMonitorsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String PATH = "/apis/monitoring.coreos.com/v1/namespaces/factory/podmonitors/rework";

    private final StubApiServer server = new StubApiServer();
    private final ManualClock clock = new ManualClock();

    @AfterEach
    void close() {
        server.close();
    }

    private JobMonitors monitors(boolean enabled, String... labels) {
        return new JobMonitors(server.client(), settings(enabled, labels), clock);
    }

    private static OperatorSettings.JobPodMonitors settings(boolean enabled, String... labels) {
        return new OperatorSettings.JobPodMonitors() {
            @Override
            public boolean enabled() {
                return enabled;
            }

            @Override
            public String interval() {
                return "30s";
            }

            @Override
            public Optional<List<String>> labels() {
                return labels.length == 0 ? Optional.empty() : Optional.of(List.of(labels));
            }
        };
    }

    @Test
    void k15AJobGetsItsMonitor() {
        server.answers(
                "PATCH",
                PATH,
                201,
                "{\"apiVersion\": \"monitoring.coreos.com/v1\", \"kind\": \"PodMonitor\", \"metadata\": {\"name\": \"rework\"}}");
        assertThat(monitors(true, "release=prometheus").ensure(JOB)).isTrue();
        StubApiServer.Request request = server.requests().getLast();
        assertThat(request.method() + " " + request.path()).isEqualTo("PATCH " + PATH);
        assertThat(request.query()).contains("fieldManager=loopkeeper-operator");
        assertThat(request.body()).contains("\"release\":\"prometheus\"").contains("rework-metrics");
    }

    /** Without force the API server refuses to give one what others have set, with 409. */
    @Test
    void k15AMonitorThatSomebodyElseMadeIsLeftAsItIs() {
        server.refuses("PATCH", PATH, 409, "Apply failed with 1 conflict: conflict with kubectl: .spec.selector");
        assertThat(monitors(true).ensure(JOB)).as("nothing is left to do").isTrue();
        assertThat(server.requests().getFirst().query()).doesNotContain("force=true");
    }

    @Test
    void k15ANamespaceThatIsNotThereSaysNothingOfTheKind() {
        server.answers("PATCH", PATH, 404, """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404, "reason": "NotFound",
                 "message": "namespaces \\"factory\\" not found", "details": {"name": "factory", "kind": "namespaces"}}
                """);
        JobMonitors monitors = monitors(true);
        assertThat(monitors.ensure(JOB)).isFalse();
        assertThat(monitors.ensure(JOB)).isFalse();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void k15NothingIsAskedWhereNoneAreWanted() {
        assertThat(monitors(false).ensure(JOB)).isTrue();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void k15AClusterThatDoesNotKnowTheKindIsAskedSeldom() {
        JobMonitors monitors = monitors(true);
        assertThat(monitors.ensure(JOB)).isFalse();
        assertThat(monitors.ensure(JOB)).isFalse();
        assertThat(server.asked()).hasSize(1);
        clock.at(Duration.ofMinutes(10));
        assertThat(monitors.ensure(JOB)).isFalse();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void k15ARefusalHoldsUpNothing() {
        server.refuses("PATCH", PATH, 403, "no");
        assertThat(monitors(true).ensure(JOB)).isFalse();
    }

    @Test
    void aLabelWithoutAValueIsNamed() {
        assertThatThrownBy(() -> monitors(true, "release")).hasMessageContaining("\"release\" is not name=value");
    }
}
