package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.launcher.provider.StubCoordinator;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalObservationsTest {

    private final LocalObservations observations = new LocalObservations("local");
    private final ProviderState state = StubCoordinator.state(3, 8, 1, 1, RegionPhase.RUNNING, null);

    private ObservedWorker observe(WorkerLife life) {
        LocalWorker worker = new LocalWorker("rework-r0-0-1", "r0", 1, "u", life);
        return observations.of(state, List.of(worker), false, null).workers().getFirst();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
              0, GONE,   Completed
              1, FAILED, Error
              3, FAILED, OutOfMemory
            134, FAILED, Crashed
            137, FAILED, Killed
            143, FAILED, Terminated
            """)
    void theEndOfAProcessIsNamed(int code, WorkerPhase phase, String reason) {
        ObservedWorker seen = observe(new WorkerLife.Ended(new ChildExit(code, "the tail"), false));
        assertThat(seen.phase()).isEqualTo(phase);
        assertThat(seen.reason()).isEqualTo(reason);
        assertThat(seen.exitCode()).isEqualTo(code);
        assertThat(seen.logTail()).isEqualTo(code == 0 ? "" : "the tail");
        assertThat(seen.voluntary()).isFalse();
    }

    @Test
    void whatTheProviderEndsItselfIsTerminatingAndThenSuperseded() {
        assertThat(observe(new WorkerLife.Running(false)))
                .isEqualTo(ObservedWorker.running("rework-r0-0-1", "u", "local"));
        assertThat(observe(new WorkerLife.Running(true)).phase()).isEqualTo(WorkerPhase.TERMINATING);
        ObservedWorker ended = observe(new WorkerLife.Ended(new ChildExit(137, ""), true));
        assertThat(ended.phase()).isEqualTo(WorkerPhase.FAILED);
        assertThat(ended.reason()).isEqualTo("Superseded");
    }

    @Test
    void whatCouldNotBeStartedSaysWhy() {
        ObservedWorker seen = observe(new WorkerLife.Unstartable("no such program"));
        assertThat(seen.phase()).isEqualTo(WorkerPhase.FAILED);
        assertThat(seen.message()).isEqualTo("no such program");
        assertThat(seen.exitCode()).isNull();
    }

    @Test
    void aRegisteredWorkerThatIsNotThereIsReportedAbsent() {
        WantedWorker wanted = WantedWorker.wanted(new WorkerName("rework", "r0", 0, 1), 1);
        assertThat(with(wanted, null)).isEmpty();
        assertThat(with(wanted.registered("gone"), null))
                .containsExactly(ObservedWorker.absent("rework-r0-0-1", "gone"));
        assertThat(with(wanted.registered("u"), new WorkerLife.Running(false)))
                .containsExactly(ObservedWorker.running("rework-r0-0-1", "u", "local"));
    }

    private List<ObservedWorker> with(WantedWorker wanted, @Nullable WorkerLife life) {
        ProviderState changed =
                new ProviderState(1, "rework", 3, 9, "plan", 2, "running", List.of(wanted), state.regions(), null);
        List<LocalWorker> workers =
                life == null ? List.of() : List.of(new LocalWorker("rework-r0-0-1", "r0", 1, "u", life));
        return observations.of(changed, workers, false, null).workers();
    }

    @Test
    void theyCarryTheVersionThatTheyAnswerAndTheProvidersWishes() {
        StopRequest stop = new StopRequest("s1", true, false, null, "Ctrl-C");
        Observations seen = observations.of(state, List.of(), true, stop);
        assertThat(seen.epoch()).isEqualTo(3);
        assertThat(seen.version()).isEqualTo(8);
        assertThat(seen.acknowledgedVerdict()).isTrue();
        assertThat(seen.stop()).isEqualTo(stop);
    }
}
