package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.WantedWorker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K1: what a provider hears of a node is a hint, which shortens the wait for a silent worker there and is no evidence of a loss. */
final class SuspectedNodesTest {

    private static final LiveSettings PATIENT =
            new LiveSettings(null, null, null, null, 10_000L, null, null, null, null, null);
    private static final String NODE = "node1";

    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 1, false, new ScriptedStore());

    @BeforeEach
    void runOnNode1() {
        job.start();
        job.pass(200);
        job.wish(PATIENT, null);
        job.on(NODE).run(0, 1);
        job.pass(200);
    }

    private WantedWorker wanted() {
        return job.core().wanted().iterator().next();
    }

    @Test
    void k1ASilentWorkerOnASuspectedNodeIsLostAfterTwoSeconds() {
        job.lose(0);
        job.suspect(NODE, PATIENT);
        job.pass(1_700);
        assertThat(wanted().attempt()).isEqualTo(1);
        job.pass(600);
        assertThat(wanted().attempt()).isEqualTo(2);
        assertThat(wanted().avoidNodes()).containsExactly(NODE);
    }

    @Test
    void k1ASilentWorkerOnAnotherNodeHasItsWholeTime() {
        job.lose(0);
        job.suspect("node2", PATIENT);
        job.pass(9_000);
        assertThat(wanted().attempt()).isEqualTo(1);
        job.pass(2_000);
        assertThat(wanted().attempt()).isEqualTo(2);
    }

    @Test
    void k1AWorkerThatIsHeardIsNotLostWhateverIsSaidOfItsNode() {
        job.suspect(NODE, PATIENT);
        job.pass(30_000);
        assertThat(wanted().attempt()).isEqualTo(1);
    }

    @Test
    void aStandstillOfTheCoordinatorIsNoSilenceOfWorkersOnASuspectedNode() {
        job.suspect(NODE, PATIENT);
        job.standStill(4_000);
        job.pass(500);
        assertThat(wanted().attempt()).isEqualTo(1);
    }
}
