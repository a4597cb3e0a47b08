package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.files.LocalFileSystem;
import dev.loopkeeper.engine.files.LocalTransactionalFiles;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.runtime.MemoryObjectStore;
import dev.loopkeeper.engine.store.ObjectStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Workers of one region over real sockets and threads, with a store in memory. */
abstract class WorkerFixture {

    static final int PARALLELISM = 4;
    static final Duration LONELINESS = Duration.ofSeconds(60);

    final BearerToken token = BearerToken.random();
    final String job = UUID.randomUUID().toString();
    final MemoryObjectStore store = new MemoryObjectStore();

    @TempDir
    Path directory;

    final WorkerEnvironment environment = new WorkerEnvironment() {
        @Override
        public ClassLoader programClasses() {
            return HopProgram.class.getClassLoader();
        }

        @Override
        public ObjectStore openStore() {
            return store;
        }

        @Override
        public FileSystem files() {
            return new LocalFileSystem();
        }

        @Override
        public TransactionalFiles transactionalFiles() {
            return new LocalTransactionalFiles();
        }
    };

    final WorkerConfig config(int index, int attempt, CoordinatorAddress coordinator, Map<String, String> parameters) {
        return new WorkerConfig(
                "test-r0-" + index + "-" + attempt,
                0,
                index,
                attempt,
                UUID.randomUUID().toString(),
                "",
                job,
                coordinator,
                token,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "127.0.0.1",
                directory,
                64 * 1024,
                Duration.ofSeconds(2),
                LONELINESS,
                HopProgram.class.getName(),
                parameters,
                PARALLELISM,
                null);
    }

    static List<String> names(int attempt) {
        return List.of("test-r0-0-" + attempt, "test-r0-1-" + attempt);
    }

    static Plan plan(Map<String, String> parameters) {
        return Planner.plan(new HopProgram(), parameters, PARALLELISM);
    }

    final WorkerRun worker(int index, int attempt, CoordinatorAddress coordinator, Map<String, String> parameters) {
        return new WorkerRun(config(index, attempt, coordinator, parameters), environment);
    }
}
