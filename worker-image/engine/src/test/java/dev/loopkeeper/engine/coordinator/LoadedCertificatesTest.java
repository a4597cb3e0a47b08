package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.WorkerMessage.Heartbeat;
import dev.loopkeeper.provider.LoadedCertificates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** K14: the provider hears what all parts have loaded, and nothing while one of them has not told. */
final class LoadedCertificatesTest {

    private static final LoadedIdentity OLD = new LoadedIdentity("leaf 1", List.of("old", "new"));
    private static final LoadedIdentity NEW = new LoadedIdentity("leaf 2", List.of("new", "old"));

    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 2, false, new ScriptedStore());

    private void tells(String worker, LoadedIdentity identity) {
        job.core().message(worker, new Heartbeat(Map.of(), identity));
    }

    @Test
    void allPartsCountAndOneThatHasNotToldMakesItUnknown() {
        job.start();
        job.pass(20);
        String first = job.run(0, 1);
        job.core().loaded(NEW);
        tells(first, OLD);
        assertThat(job.core().certificates()).as("a worker is not there").isNull();
        String second = job.run(1, 1);
        assertThat(job.core().certificates()).as("a worker has not told").isNull();
        tells(second, OLD);
        assertThat(job.core().certificates())
                .isEqualTo(new LoadedCertificates(List.of("leaf 1", "leaf 2"), List.of("new", "old")));

        tells(first, NEW);
        tells(second, new LoadedIdentity("leaf 2", List.of("new")));
        assertThat(job.core().certificates()).isEqualTo(new LoadedCertificates(List.of("leaf 2"), List.of("new")));
        job.pass(500);
        assertThat(job.core().certificates())
                .as("signs of life without it change nothing")
                .isNotNull();
    }

    @Test
    void theWorkersOfANewAttemptHaveToTellAnew() {
        job.start();
        job.pass(20);
        job.core().loaded(NEW);
        tells(job.run(0, 1), NEW);
        tells(job.run(1, 1), NEW);
        assertThat(job.core().certificates()).isNotNull();

        job.lose(1);
        job.pass(2 * ScriptedJob.HEARTBEAT_TIMEOUT);
        assertThat(job.core().certificates()).isNull();
        tells(job.run(1, 2), NEW);
        assertThat(job.core().certificates()).isNotNull();
    }

    @Test
    void withoutCertificatesNothingIsTold() {
        job.start();
        job.pass(20);
        job.run(0, 1);
        job.run(1, 1);
        assertThat(job.core().certificates()).isNull();
    }
}
