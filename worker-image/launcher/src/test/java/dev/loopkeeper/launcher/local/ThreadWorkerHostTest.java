package dev.loopkeeper.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadWorkerHostTest {

    private static final WantedWorker WANTED = WantedWorker.wanted(new WorkerName("job", "r0", 0, 1), 1);

    private final CountDownLatch aborted = new CountDownLatch(1);

    private ChildHandle start(Callable<Integer> body) {
        return new ThreadWorkerHost((_, _) -> new InProcessWorker() {
                    @Override
                    public int run() throws Exception {
                        return body.call();
                    }

                    @Override
                    public void abort() {
                        aborted.countDown();
                    }
                })
                .start(WANTED, "u");
    }

    private static ChildExit exit(ChildHandle child) throws Exception {
        return child.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void itEndsWithTheWorkersCode() throws Exception {
        ChildHandle child = start(() -> 7);
        assertThat(exit(child)).isEqualTo(new ChildExit(7, ""));
        assertThat(child.pid()).isEmpty();
    }

    @Test
    void whatAWorkerThrowsIsTheEndOfItsLog() throws Exception {
        ChildExit exit = exit(start(() -> {
            throw new IllegalStateException("no more vertices");
        }));
        assertThat(exit.exitCode()).isEqualTo(1);
        assertThat(exit.logTail()).endsWith("ended by java.lang.IllegalStateException: no more vertices");
    }

    @Test
    void aKilledWorkerIsAbortedAndEndsAsAKilledProcessDoes() throws Exception {
        ChildHandle child = start(() -> {
            aborted.await();
            return 0;
        });
        child.kill();
        assertThat(exit(child).exitCode()).isEqualTo(137);
    }

    @Test
    void aWorkerThatDoesNotHeedTheKillIsGivenUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ChildHandle child = start(() -> {
            while (true) {
                try {
                    release.await();
                    return 0;
                } catch (InterruptedException _) {
                    // deaf
                }
            }
        });
        child.kill();
        assertThat(exit(child).exitCode()).isEqualTo(137);
        release.countDown();
    }
}
