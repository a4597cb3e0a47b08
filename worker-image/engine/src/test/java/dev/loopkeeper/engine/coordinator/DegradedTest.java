package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import org.junit.jupiter.api.Test;

/** A region of which more snapshots in a row fail than are tolerated, three here, says so until one succeeds. */
final class DegradedTest {

    private static final long TIMEOUT = 60_000;

    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 1, false, new ScriptedStore());

    private String degraded() {
        return job.core().regionStatuses().getFirst().degraded();
    }

    @Test
    void aRegionWhoseSnapshotsFailIsDegradedUntilOneSucceeds() {
        job.start();
        job.pass(20);
        String worker = job.run(0, 1);
        long failing = TIMEOUT + ScriptedJob.SNAPSHOT_INTERVAL;
        job.pass(3 * failing);
        assertThat(degraded()).isNull();
        job.pass(failing + 200);
        assertThat(degraded()).startsWith("4 snapshots in a row have failed").contains("snapshots.timeout");

        job.acknowledge(0, job.triggered(worker), "transaction");
        job.pass(200);
        assertThat(degraded()).isNull();
    }
}
