package dev.loopkeeper.launcher.training;

import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.cluster.ClusterMain;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the training job with its coordinator and workers as pods start them: from mounted files, with certificates, against a provider on HTTPS; one
 * worker is lost. {@code java -XX:AOTCacheOutput=FILE -cp PATH PodTrainingMain DIRECTORY STORE_PATH}, with an empty directory that whoever starts it
 * removes. The store is another process, with a class path of its own: what a start cache holds is loaded at every start, so it is to hold what pods
 * need and no more.
 */
public final class PodTrainingMain {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LOOPKEEPER_NODE",
            "node",
            "LOOPKEEPER_POD_IP",
            LOOPBACK.getHostAddress(),
            "LOOPKEEPER_MEMORY",
            "268435456");
    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final Duration TRY = Duration.ofMillis(50);
    private static final Duration LIFE_OF_THE_FIRST = Duration.ofSeconds(2);

    private PodTrainingMain() {}

    /** Ends with the exit code of the job. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(arguments.length == 2 ? train(Path.of(arguments[0]), arguments[1]) : ExitCode.BAD_INPUT);
    }

    static int train(Path directory, String storeClassPath) throws IOException, InterruptedException {
        InetSocketAddress address = freeAddress();
        TrainingPods pods = new TrainingPods(directory, TrainingStore.settings(address));
        try (TrainingStore _ = TrainingStore.start(directory, address, storeClassPath)) {
            awaitListener(address);
            Verdict verdict = run(pods, directory.resolve("output"));
            System.err.println(verdict.outcome() + ": " + verdict.message());
            return verdict.outcome() == Verdict.Outcome.SUCCEEDED ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static Verdict run(TrainingPods pods, Path output) throws IOException, InterruptedException {
        InetSocketAddress https = freeAddress();
        int control = freeAddress().getPort();
        Map<String, String> more = Map.of(
                "parameter.output",
                output.toString(),
                "httpsPort",
                Integer.toString(https.getPort()),
                "heartbeatTimeout",
                "1000",
                "restart",
                "FixedDelay",
                "restart.attempts",
                "3",
                "restart.delay",
                "0");
        Path worker = pods.config(PeerRole.WORKER, control, Laps.class.getName(), more);
        Path coordinator = pods.config(PeerRole.COORDINATOR, control, Laps.class.getName(), more);
        start(List.of("coordinator", coordinator.toString(), "1"));
        awaitListener(https);
        TrainingOperator operator = new TrainingOperator(
                pods.part(PeerRole.OPERATOR), URI.create("https://" + https.getHostString() + ":" + https.getPort()));
        return operator.operate(wanted -> {
            Thread started = start(workerArguments(worker, wanted));
            if (wanted.attempt() == 1 && wanted.worker() == 0) {
                CompletableFuture.delayedExecutor(LIFE_OF_THE_FIRST.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(started::interrupt);
            }
        });
    }

    private static List<String> workerArguments(Path config, WantedWorker wanted) {
        return List.of("worker", config.toString(), wanted.name(), "uid-of-" + wanted.name());
    }

    private static Thread start(List<String> arguments) {
        return Thread.ofPlatform()
                .daemon()
                .name(arguments.getFirst())
                .start(() -> ClusterMain.run(arguments, ENVIRONMENT));
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
        }
    }

    private static void awaitListener(InetSocketAddress address) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIME.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) TRY.toMillis());
                return;
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(TRY);
            }
        }
    }
}
