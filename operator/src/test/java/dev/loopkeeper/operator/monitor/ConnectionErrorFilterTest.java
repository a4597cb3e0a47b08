package dev.loopkeeper.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** K24: an API server that is away costs a line for each watch that finds it out. */
final class ConnectionErrorFilterTest {

    private static final String WATCHES = "io.fabric8.kubernetes.client.informers.impl.cache.Reflector";

    private final ConnectionErrorFilter filter = new ConnectionErrorFilter();

    private ExtLogRecord filtered(String logger, Throwable thrown) {
        ExtLogRecord line = new ExtLogRecord(
                Level.WARN, "listSyncAndWatch failed for {0}", ExtLogRecord.FormatStyle.MESSAGE_FORMAT, "-");
        line.setParameters(new Object[] {"v1/pods"});
        line.setLoggerName(logger);
        line.setThrown(thrown);
        assertThat(filter.isLoggable(line)).isTrue();
        return line;
    }

    @Test
    void k24AConnectionThatFailsIsSaidInALine() {
        Throwable refused =
                new CompletionException(new KubernetesClientException("", new ConnectException("Connection refused")));
        ExtLogRecord line = filtered(WATCHES, refused);
        assertThat(line.getThrown()).isNull();
        assertThat(line.getFormattedMessage()).isEqualTo("listSyncAndWatch failed for v1/pods: Connection refused");
    }

    @Test
    void whatIsNoFailedConnectionKeepsItsStackTrace() {
        IllegalStateException wrong = new IllegalStateException("a bug");
        assertThat(filtered(WATCHES, wrong).getThrown()).isSameAs(wrong);
        ConnectException ours = new ConnectException("of our own code");
        assertThat(filtered("dev.loopkeeper.operator.act.JobCluster", ours).getThrown())
                .isSameAs(ours);
    }
}
