package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.local.ChildExit;
import dev.loopkeeper.launcher.local.ChildHandle;
import dev.loopkeeper.launcher.local.CoordinatorHost;
import dev.loopkeeper.launcher.local.EpochFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The coordinator in threads of the launcher. */
public final class ThreadCoordinatorHost implements CoordinatorHost {

    private final ChildConfig config;
    private final ClassLoader loader;
    private final EpochFile epochs;
    private final Map<Long, URI> addresses = new ConcurrentHashMap<>();

    /** @param workDirectory keeps the epochs, which rise over all launchers that use it */
    public ThreadCoordinatorHost(ChildConfig config, ClassLoader loader, Path workDirectory) {
        this.config = config;
        this.loader = loader;
        this.epochs = EpochFile.in(workDirectory);
    }

    @Override
    public long nextEpoch() throws IOException {
        return epochs.next();
    }

    @Override
    public ChildHandle start(long epoch) throws IOException {
        Running running = new Running();
        try {
            Coordinator coordinator = Coordinator.start(config, loader, epoch);
            addresses.put(epoch, coordinator.httpAddress());
            running.begin(coordinator, epoch);
        } catch (BadInputException e) {
            running.exit.complete(new ChildExit(CoordinatorExit.REFUSED, ChildFailure.text(e.line())));
        }
        return running;
    }

    @Override
    public Optional<URI> address(long epoch) {
        return Optional.ofNullable(addresses.get(epoch));
    }

    private static final class Running implements ChildHandle {
        private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();
        private volatile Runnable abort = () -> {};

        void begin(Coordinator coordinator, long epoch) {
            abort = coordinator::abort;
            Thread.ofPlatform().daemon().name("coordinator-" + epoch + "-end").start(() -> await(coordinator));
        }

        private void await(Coordinator coordinator) {
            try (coordinator) {
                CoordinatorExit end = coordinator.await();
                exit.complete(new ChildExit(
                        end.code(), end.code() == CoordinatorExit.DONE ? "" : ChildFailure.text(end.message())));
            } catch (InterruptedException _) {
                exit.complete(new ChildExit(ChildExit.KILLED, ""));
            }
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public void kill() {
            abort.run();
        }

        @Override
        public CompletableFuture<ChildExit> onExit() {
            return exit;
        }
    }
}
