package dev.loopkeeper.processes;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.ProviderJson;
import dev.loopkeeper.provider.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the coordinator of a work directory how its job gets on, as a tool would: {@code GET /v1/status}. */
final class CoordinatorStatus {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private CoordinatorStatus() {}

    /** The status that the newest coordinator gives; empty if none answers now. */
    static Optional<JobStatus> read(Path workDir) throws InterruptedException {
        try {
            Path address = newest(workDir.resolve("run"));
            BearerToken token = BearerToken.read(workDir.resolve("token"));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(Files.readString(address).strip()).resolve("/v1/status"))
                    .header("Authorization", token.authorization())
                    .timeout(Duration.ofSeconds(2))
                    .build();
            HttpResponse<byte[]> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(ProviderJson.read(answer.body(), JobStatus.class))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Path newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".address"))
                    .max(Comparator.comparingLong(CoordinatorStatus::epoch))
                    .orElseThrow(() -> new IOException("no coordinator listens yet"));
        }
    }

    /** {@code <job>-coordinator-<epoch>.address} */
    private static long epoch(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.')));
    }
}
