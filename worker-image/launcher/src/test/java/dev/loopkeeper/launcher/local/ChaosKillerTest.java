package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChaosKillerTest {

    private static final long SEED = 42;

    private final List<RunningWorker> running = new CopyOnWriteArrayList<>();
    private final List<String> killed = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private RunningWorker worker(String name) {
        return new RunningWorker(name, "r0", name, new ChildHandle() {
            @Override
            public OptionalLong pid() {
                return OptionalLong.empty();
            }

            @Override
            public void kill() {
                killed.add(name);
            }

            @Override
            public CompletableFuture<ChildExit> onExit() {
                return new CompletableFuture<>();
            }
        });
    }

    @Test
    void itKillsAgainAndAgainAndTellsWhom() {
        running.add(worker("a"));
        running.add(worker("b"));
        try (ChaosKiller _ =
                new ChaosKiller(() -> running, Duration.ofMillis(10), SEED, victim -> told.add(victim.name()))) {
            await().until(() -> told.size() >= 10);
        }
        assertThat(killed).isEqualTo(told).contains("a", "b");
    }

    @Test
    void itWaitsWhileNobodyRunsAndStandsAListenerThatFails() {
        try (ChaosKiller _ = new ChaosKiller(() -> running, Duration.ofMillis(5), SEED, victim -> {
            told.add(victim.name());
            throw new IllegalStateException("a listener's fault");
        })) {
            running.add(worker("late"));
            await().until(() -> told.size() >= 2);
        }
    }

    @Test
    void theSameSeedChoosesTheSameWorkersInWhateverOrderTheyCome() {
        List<RunningWorker> workers =
                IntStream.range(0, 7).mapToObj(i -> worker("w" + i)).toList();
        assertThat(victims(workers)).isEqualTo(victims(workers.reversed()));
        assertThat(victims(workers))
                .containsAll(workers.stream().map(RunningWorker::name).toList());
        assertThat(ChaosKiller.choose(Collections.emptyList(), new SplittableRandom(SEED)))
                .isEmpty();
    }

    private static List<String> victims(List<RunningWorker> workers) {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, 100)
                .mapToObj(_ -> ChaosKiller.choose(workers, random).orElseThrow().name())
                .toList();
    }

    @Test
    void aTimeThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> new ChaosKiller(List::of, Duration.ZERO, SEED, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive");
    }
}
