package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadedBackgroundWorkTest {

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final BackgroundThreads threads = new BackgroundThreads("test");
    private final OwnerThread owner = new OwnerThread("owner", errors::add);
    private final ThreadedBackgroundWork work = threads.of(owner);

    @AfterEach
    void close() {
        work.close();
        owner.close();
        threads.close();
    }

    private <T> CompletableFuture<T> outcome(String name, Callable<T> callable) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        work.start(name, callable, new Completion<>() {
            @Override
            public void succeeded(T result) {
                assertThat(owner.isCurrent()).isTrue();
                outcome.complete(result);
            }

            @Override
            public void failed(Exception cause) {
                assertThat(owner.isCurrent()).isTrue();
                outcome.completeExceptionally(cause);
            }
        });
        return outcome;
    }

    @Test
    void outcomesAreHandedToTheOwner() {
        assertThat(outcome("encode", () -> Thread.currentThread().getName()).join())
                .isEqualTo("encode");
        assertThat(outcome("read", () -> {
                    throw new IOException("no such file");
                }))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining("no such file");
        await().untilAsserted(() -> assertThat(work.outstanding()).isZero());
        assertThat(errors).isEmpty();
    }

    @Test
    void anErrorFailsTheWorkInsteadOfLosingIt() {
        assertThat(outcome("decode", () -> {
                    throw new NoClassDefFoundError("dev/example/Missing");
                }))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("decode")
                .withMessageContaining("dev/example/Missing");
    }

    @Test
    void manyBlockedWorksHoldNoOtherUp() {
        CountDownLatch never = new CountDownLatch(1);
        for (int index = 0; index < 100; index++) {
            outcome("blocked", () -> never.await(1, TimeUnit.MINUTES));
        }
        assertThat(outcome("quick", () -> 1).join()).isEqualTo(1);
        assertThat(work.outstanding()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void closingInterruptsAndDropsOutcomes() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Boolean> outcome = outcome("upload", () -> {
            begun.countDown();
            try {
                return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        await().until(() -> begun.getCount() == 0);
        work.close();
        await().until(() -> interrupted.getCount() == 0 && work.outstanding() == 0);
        CompletableFuture<Boolean> late = outcome("late", () -> true);
        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> {}, owner);
        passed.join();
        assertThat(outcome).isNotDone();
        assertThat(late).isNotDone();
    }

    @Test
    void whatAnActionThrowsIsTold() {
        owner.execute(() -> {
            throw new IllegalStateException("broken");
        });
        await().until(() -> !errors.isEmpty());
        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasMessage("broken"));
    }
}
