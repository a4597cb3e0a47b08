package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

final class RootCauseTest {

    private final KubernetesClientException refused = new KubernetesClientException(
            "Operation: [patch]  for kind: [IterativeJob]  failed.",
            new IOException("middle", new ConnectException("Connection refused\nand more")));

    @Test
    void itIsTheFirstLineOfWhatLiesBelow() {
        assertThat(RootCause.line(refused)).isEqualTo("ConnectException: Connection refused");
        assertThat(RootCause.line(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    /** The client's own words name the request and leave the cause out. */
    @Test
    void k24AnApiServerThatIsAwayIsToldAsSuch() {
        assertThat(JobCluster.line(refused))
                .isEqualTo("the API server is not reached: ConnectException: Connection refused");
    }

    /** An answer that makes no sense is one. */
    @Test
    void k24AnAnswerThatCannotBeReadIsNotTakenForNone() {
        var unread = new KubernetesClientException(
                "An error has occurred.", new JsonParseException(null, "Unexpected character"));
        assertThat(JobCluster.line(unread)).doesNotContain("not reached");
    }
}
