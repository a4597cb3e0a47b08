package dev.loopkeeper.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.worker.WorkerExit.Code;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a worker ends that cannot begin, is alone or is told to, and what it says of itself. */
@Timeout(120)
class WorkerEndsTest extends WorkerFixture {

    @Test
    void anUnknownProgramEndsTheWorkerWithItsReason() {
        WorkerConfig good = config(0, 1, CoordinatorAddress.parse("127.0.0.1:1"), Map.of());
        WorkerConfig bad = new WorkerConfig(
                good.name(),
                0,
                0,
                1,
                good.uid(),
                "",
                job,
                good.coordinator(),
                token,
                good.dataBind(),
                good.dataHost(),
                directory,
                1,
                good.heartbeatTimeout(),
                LONELINESS,
                "dev.example.Missing",
                Map.of(),
                1,
                null);
        WorkerExit exit = new WorkerProcess(bad, environment).run();
        assertThat(exit.code()).isEqualTo(Code.REFUSED);
        assertThat(exit.code().number()).isEqualTo(2);
        assertThat(exit.reason()).contains("dev.example.Missing").contains("class path");
    }

    @Test
    void aWorkerThatHearsOfNoCoordinatorEndsInTheEnd() {
        WorkerConfig config = config(0, 1, CoordinatorAddress.parse("127.0.0.1:1"), Map.of());
        WorkerConfig impatient = new WorkerConfig(
                config.name(),
                0,
                0,
                1,
                config.uid(),
                "",
                job,
                config.coordinator(),
                token,
                config.dataBind(),
                config.dataHost(),
                directory,
                1,
                config.heartbeatTimeout(),
                Duration.ofMillis(300),
                config.program(),
                Map.of(),
                1,
                null);
        WorkerExit exit = new WorkerProcess(impatient, environment).run();
        assertThat(exit.code()).isEqualTo(Code.LONELY);
        assertThat(exit.reason()).contains("127.0.0.1:1");
    }

    /** K3: a job that is deleted loses its coordinator and all its workers at once. */
    @Test
    void aWorkerThatIsToldToGoDoesNotWaitForACoordinatorThatHasGone() {
        WorkerProcess leaving =
                new WorkerProcess(config(0, 1, CoordinatorAddress.parse("127.0.0.1:1"), Map.of()), environment);
        leaving.leave();
        WorkerExit exit = leaving.run();
        assertThat(exit.code()).isEqualTo(Code.LONELY);
        assertThat(exit.reason()).doesNotContain(Long.toString(LONELINESS.toMillis()));
    }

    @Test
    void anAbortedOrInterruptedWorkerEndsAtOnce() {
        WorkerConfig config = config(0, 1, CoordinatorAddress.parse("127.0.0.1:1"), Map.of());
        WorkerProcess before = new WorkerProcess(config, environment);
        before.abort();
        assertThat(before.run().code()).isEqualTo(Code.ABORTED);
        try (WorkerRun running = new WorkerRun(config, environment)) {
            running.interrupt();
            assertThat(running.exit().code()).isEqualTo(Code.ABORTED);
        }
    }

    @Test
    void neitherTokenNorParametersArePrinted() {
        WorkerConfig config = config(0, 1, CoordinatorAddress.parse("127.0.0.1:1"), Map.of("password", "geheim"));
        assertThat(config.toString())
                .doesNotContain("geheim")
                .doesNotContain(token.authorization().substring(7))
                .contains("password");
    }
}
