package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.WantedWorker;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K2: workers are placed away from a node that fell silent, for two minutes or until it is heard again. */
final class AvoidedNodesTest {

    private static final long TWO_MINUTES = 120_000;
    private static final long UNTIL_LOST = ScriptedJob.HEARTBEAT_TIMEOUT + 200;

    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 1, false, new ScriptedStore());

    /** A worker runs on node1 and falls silent. */
    @BeforeEach
    void loseNode1() {
        job.start();
        job.pass(200);
        job.on("node1").run(0, 1);
        job.lose(0);
        job.pass(UNTIL_LOST);
    }

    private List<String> avoided() {
        return job.core().wanted().stream()
                .map(WantedWorker::avoidNodes)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void k2TheReplacementAvoidsTheNodeThatFellSilent() {
        assertThat(job.core().wanted()).singleElement().satisfies(worker -> {
            assertThat(worker.attempt()).isEqualTo(2);
            assertThat(worker.avoidNodes()).containsExactly("node1");
        });
    }

    @Test
    void k2ANodeIsAvoidedForTwoMinutesAndThenNoMore() {
        job.on("node2").run(0, 2);
        job.pass(TWO_MINUTES - 2 * UNTIL_LOST);
        assertThat(avoided()).containsExactly("node1");
        job.pass(2 * UNTIL_LOST);
        assertThat(avoided()).isEmpty();
    }

    /** A recovery hours later may use every node again. */
    @Test
    void k2ALaterReplacementAvoidsTheLaterNodeOnly() {
        job.on("node2").run(0, 2);
        job.pass(TWO_MINUTES + 10);
        job.lose(0);
        job.pass(UNTIL_LOST);
        assertThat(avoided()).containsExactly("node2");
    }

    @Test
    void k2ANodeOfWhichAWorkerIsHeardAgainIsAvoidedNoMore() {
        job.on("node1").register(0, 1, true);
        assertThat(avoided()).isEmpty();
    }

    /** The next coordinator has never heard its workers; where they are it knows from their provider. */
    @Test
    void k2WorkersThatDoNotComeToTheNextCoordinatorAreReplacedElsewhere() {
        ScriptedStore store = new ScriptedStore();
        ScriptedJob first = new ScriptedJob(lanes, 1, false, store);
        first.start();
        first.pass(200);
        String worker = first.on("node1").run(0, 1);
        first.pass(200);
        ScriptedJob next = new ScriptedJob(lanes, 1, false, store);
        next.start();
        next.pass(200);
        next.observe(ObservedWorker.running(worker, "uid-" + worker, "node1"));
        next.pass(UNTIL_LOST);

        assertThat(next.core().wanted()).singleElement().satisfies(wanted -> {
            assertThat(wanted.attempt()).isEqualTo(2);
            assertThat(wanted.avoidNodes()).containsExactly("node1");
        });
        assertThat(next.core().regionStatuses().getFirst().lastFailure().message())
                .contains(worker);
    }

    @Test
    void aStandstillOfTheNextCoordinatorTakesNoTimeFromWorkersThatAreToComeToIt() {
        ScriptedStore store = new ScriptedStore();
        ScriptedJob first = new ScriptedJob(lanes, 1, false, store);
        first.start();
        first.pass(200);
        first.run(0, 1);
        first.pass(200);
        ScriptedJob next = new ScriptedJob(lanes, 1, false, store);
        next.start();
        next.pass(200);
        next.standStill(5 * ScriptedJob.HEARTBEAT_TIMEOUT);
        next.pass(200);

        assertThat(next.core().wanted())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.attempt()).isEqualTo(1));
    }
}
