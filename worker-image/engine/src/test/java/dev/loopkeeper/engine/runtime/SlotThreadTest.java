package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.task.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread around a slot; what slots do on it is tested with whole workers. */
@Timeout(60)
class SlotThreadTest {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger builds = new AtomicInteger();

    /** There is nothing to run but what the thread is handed. */
    private final SlotHost withoutSlot = new SlotHost() {
        @Override
        public Slot build() {
            builds.incrementAndGet();
            throw new IllegalStateException("this slot cannot be built");
        }

        @Override
        public void flush() {}

        @Override
        public boolean polls() {
            return false;
        }

        @Override
        public void failed(Throwable failure) {
            failures.add(failure);
        }
    };

    @Test
    void aSlotThatCannotBeBuiltIsToldAndTheThreadGoesOn() throws InterruptedException {
        SlotThread thread = new SlotThread("slot", 3);
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        AtomicInteger slots = new AtomicInteger();
        thread.onSlot(slot -> slots.incrementAndGet());
        thread.execute(() -> ranOn.complete(Thread.currentThread()));
        assertThat(ranOn).isNotDone();
        thread.start(withoutSlot);
        assertThat(ranOn.join().getName()).isEqualTo("slot");
        thread.stop();
        assertThat(thread.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("this slot cannot be built"));
        assertThat(builds).hasValue(1);
        assertThat(slots).hasValue(0);
    }

    @Test
    void whatManyThreadsHandOverRunsInTheOrderOfEach() throws InterruptedException {
        SlotThread thread = new SlotThread("slot", 0);
        thread.start(withoutSlot);
        int producers = 4;
        long each = 50_000;
        AtomicLong[] seen = new AtomicLong[producers];
        AtomicLong disorder = new AtomicLong();
        CountDownLatch done = new CountDownLatch(producers);
        for (int producer = 0; producer < producers; producer++) {
            AtomicLong last = new AtomicLong();
            seen[producer] = last;
            Thread.ofPlatform().start(() -> {
                for (long number = 1; number <= each; number++) {
                    long expected = number;
                    thread.execute(() -> {
                        if (last.incrementAndGet() != expected) {
                            disorder.incrementAndGet();
                        }
                        if (expected == each) {
                            done.countDown();
                        }
                    });
                }
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(disorder).hasValue(0);
        thread.stop();
        assertThat(thread.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    /** One message at a time, each sent when the thread is on its way to park: a lost wake-up would cost the time it parks. */
    @Test
    void noWakeUpIsLost() throws InterruptedException {
        SlotThread thread = new SlotThread("slot", 0);
        thread.start(withoutSlot);
        int rounds = 3_000;
        long begun = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            CompletableFuture<Void> passed = new CompletableFuture<>();
            thread.execute(() -> passed.complete(null));
            passed.join();
            long spin = System.nanoTime() + round % 50 * 1_000L;
            while (System.nanoTime() < spin) {
                Thread.onSpinWait();
            }
        }
        // Were one in fifty lost, each for the 100 ms that the thread parks, this would take 6 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
        thread.stop();
        assertThat(thread.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void whatAnActionThrowsIsToldAndNothingElseIsLost() {
        SlotThread thread = new SlotThread("slot", 0);
        thread.start(withoutSlot);
        CompletableFuture<Void> next = new CompletableFuture<>();
        thread.execute(() -> {
            throw new NoClassDefFoundError("dev/example/Missing");
        });
        thread.execute(() -> next.complete(null));
        next.join();
        assertThat(failures).hasSize(2).last().isInstanceOf(NoClassDefFoundError.class);
        thread.stop();
    }

    @Test
    void codeThatDoesNotComeBackIsNoticedOnceAndInterruptedAtTheEnd() throws InterruptedException {
        SlotThread thread = new SlotThread("slot", 5);
        StuckWatch watch = new StuckWatch(thread, Duration.ofSeconds(10));
        thread.start(withoutSlot);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        thread.execute(() -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        inside.await();
        long now = 0;
        assertThat(watch.look(now)).isEmpty();
        assertThat(watch.look(now + TimeUnit.SECONDS.toNanos(9))).isEmpty();
        assertThat(watch.look(now + TimeUnit.SECONDS.toNanos(11)))
                .hasValueSatisfying(text -> assertThat(text).startsWith("slot 5 has not come back for 11 s"));
        assertThat(watch.look(now + TimeUnit.SECONDS.toNanos(12))).isEmpty();
        thread.stop();
        assertThat(thread.awaitEnd(Duration.ofSeconds(2))).isTrue();
    }

    @Test
    void anIdleThreadGoesRoundNowAndThen() {
        SlotThread thread = new SlotThread("slot", 0);
        thread.start(withoutSlot);
        long before = thread.iterations();
        await().until(() -> thread.iterations() > before + 5);
        thread.stop();
    }

    @Test
    void aThreadThatWasNeverStartedHasEnded() throws InterruptedException {
        SlotThread thread = new SlotThread("slot", 0);
        thread.stop();
        assertThat(thread.awaitEnd(Duration.ofMillis(10))).isTrue();
    }
}
