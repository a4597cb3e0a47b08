package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order, and what runs after a failure. */
@Timeout(60)
class OwnerThreadTest {

    private static final long SECONDS = 30;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final OwnerThread owner = new OwnerThread("owner", failures::add);

    @AfterEach
    void abandon() {
        owner.abandon();
    }

    @Test
    void whatIsHandedOverRunsInItsOrderAndAFailureIsTold() {
        RuntimeException failure = new IllegalStateException("failed");
        owner.execute(() -> ran.add("first"));
        owner.execute(() -> {
            throw failure;
        });
        owner.execute(() -> ran.add("second"));
        owner.close();
        assertThat(ran).containsExactly("first", "second");
        assertThat(failures).containsExactly(failure);
        owner.execute(() -> ran.add("late"));
        owner.after(Duration.ZERO, () -> ran.add("late"));
        assertThat(ran).hasSize(2);
    }

    @Test
    void afterAnAbandonedFailureNothingRuns() throws Exception {
        CompletableFuture<OwnerThread> itself = new CompletableFuture<>();
        CountDownLatch told = new CountDownLatch(1);
        OwnerThread broken = new OwnerThread("broken", _ -> {
            itself.join().abandon();
            told.countDown();
        });
        CountDownLatch queued = new CountDownLatch(1);
        broken.execute(() -> {
            await(queued);
            throw new AssertionError("failed");
        });
        broken.execute(() -> ran.add("queued before"));
        broken.after(Duration.ofMillis(1), () -> ran.add("timer"));
        itself.complete(broken);
        queued.countDown();
        assertThat(told.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        broken.execute(() -> ran.add("handed over after"));
        broken.close();
        assertThat(ran).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
