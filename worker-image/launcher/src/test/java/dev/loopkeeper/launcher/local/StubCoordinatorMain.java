package dev.loopkeeper.launcher.local;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.CoordinatorHttpServer;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.http.HttpLimits;
import dev.loopkeeper.launcher.provider.StubCoordinator;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.Verdict.Outcome;
import dev.loopkeeper.provider.WorkerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator that wants two workers of one region, and a new attempt when one is lost. Its directory stands for the store: it
 * keeps the attempt there, and finds there what a test wants of it.
 */
final class StubCoordinatorMain {

    private static final int WORKERS = 2;

    private final StubCoordinator coordinator;
    private final Path directory;
    private final long epoch;
    private long version = 1;
    private int attempt;

    private StubCoordinatorMain(long epoch, Path directory) throws IOException {
        this.coordinator = new StubCoordinator(epoch);
        this.directory = directory;
        this.epoch = epoch;
        Path stored = directory.resolve("attempt");
        this.attempt = Files.exists(stored) ? Integer.parseInt(Files.readString(stored)) : 1;
    }

    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        Path directory = Path.of(arguments[1]);
        if (Files.exists(directory.resolve("exit-code"))) {
            System.err.println("error: told to end");
            System.exit(Integer.parseInt(Files.readString(directory.resolve("exit-code"))));
        }
        long epoch = Long.parseLong(arguments[0]);
        StubCoordinatorMain main = new StubCoordinatorMain(epoch, directory);
        BearerToken token = BearerToken.read(directory.resolve("token"));
        try (CoordinatorHttpServer server =
                CoordinatorHttpServer.start(HttpEndpoint.local(0, token), main.coordinator, HttpLimits.STANDARD)) {
            AddressFile.write(Path.of(arguments[2]), server.address());
            main.serve();
        }
        System.exit(0);
    }

    private void serve() throws Exception {
        publish(null);
        Verdict verdict = null;
        while (true) {
            Observations seen = coordinator.observed().poll(20, TimeUnit.MILLISECONDS);
            if (seen != null && seen.acknowledgedVerdict()) {
                return;
            }
            if (verdict == null && seen != null && seen.stop() != null) {
                verdict = new Verdict(Outcome.SUSPENDED, seen.stop().reason(), null);
                publish(verdict);
            }
            if (verdict == null && Files.exists(directory.resolve("finish"))) {
                verdict = new Verdict(Outcome.SUCCEEDED, "all is done", null);
                publish(verdict);
            }
            if (verdict == null && seen != null && seen.workers().stream().anyMatch(this::lost)) {
                attempt++;
                Files.writeString(directory.resolve("attempt"), Integer.toString(attempt));
                publish(null);
            }
        }
    }

    private boolean lost(ObservedWorker worker) {
        return worker.phase().ended() && WorkerName.parse(worker.name()).attempt() == attempt;
    }

    private void publish(@Nullable Verdict verdict) {
        coordinator
                .states()
                .publish(StubCoordinator.state(epoch, ++version, attempt, WORKERS, RegionPhase.RUNNING, verdict));
    }
}
