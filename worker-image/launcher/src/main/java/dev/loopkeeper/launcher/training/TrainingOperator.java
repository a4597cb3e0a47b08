package dev.loopkeeper.launcher.training;

import dev.loopkeeper.engine.http.ProviderJson;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A provider on the coordinator's HTTPS port, with the operator's certificate; it does no more than a run without a fault needs. */
public final class TrainingOperator {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingOperator.class);

    private final HttpClient http;
    private final URI coordinator;

    /** @param coordinator scheme, host and port */
    public TrainingOperator(JobSecurity security, URI coordinator) {
        this.http = HttpClient.newBuilder()
                .sslContext(security.context(Set.of(PeerRole.COORDINATOR)))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.coordinator = coordinator;
    }

    /** The state that a new stream begins with. */
    public ProviderState firstState() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(coordinator.resolve("/v1/provider")).build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            return ProviderJson.read(lines.findFirst().orElseThrow(), ProviderState.class);
        }
    }

    /** Starts each wanted worker once, until there is a verdict, and acknowledges that. */
    public Verdict operate(Consumer<WantedWorker> start) throws IOException, InterruptedException {
        Set<String> started = new HashSet<>();
        HttpRequest request =
                HttpRequest.newBuilder(coordinator.resolve("/v1/provider")).build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
                String text = line.next();
                if (text.equals(ProviderJson.SIGN_OF_LIFE)) {
                    continue;
                }
                ProviderState state = ProviderJson.read(text, ProviderState.class);
                Verdict verdict = state.verdict();
                if (verdict != null) {
                    acknowledge(state);
                    return verdict;
                }
                state.wanted().stream()
                        .filter(worker -> worker.state() == WantedState.WANTED && started.add(worker.name()))
                        .forEach(start);
            }
        }
        throw new IOException("the coordinator has ended its stream without a verdict");
    }

    private void acknowledge(ProviderState state) throws IOException, InterruptedException {
        Observations seen = new Observations(
                ProviderProtocol.VERSION, state.epoch(), state.version(), List.of(), List.of(), true, null);
        HttpRequest post = HttpRequest.newBuilder(coordinator.resolve("/v1/observations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ProviderJson.write(seen)))
                .build();
        try {
            int status = http.send(post, BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new IllegalStateException("the coordinator answers with status " + status);
            }
        } catch (IOException e) {
            // It waits for this acknowledgement only, and may be gone before its answer has been sent.
            LOG.debug("The coordinator has ended: {}", e.toString());
        }
    }
}
