package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.StoreAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K16, K22: rotated credentials reach running jobs, at one request a minute for all. */
final class DefaultCredentialsTest {

    private static final String PATH = "/namespaces/loopkeeper/secrets/" + Settings.SECRET;
    private static final String SECRET =
            "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"any\", \"resourceVersion\": \"%s\"}}";

    private final StubApiServer server = new StubApiServer();
    private final DefaultCredentials credentials = new DefaultCredentials(server.client(), new Settings("jobs"));
    private Instant now = Given.NOW;

    @AfterEach
    void close() {
        server.close();
    }

    private String after(Duration time) {
        now = now.plus(time);
        return credentials.version(now);
    }

    @Test
    void k22TheyAreReadOnceAMinuteHoweverManyJobsAsk() {
        server.answers("GET", PATH, 200, SECRET.formatted("1"));
        for (int job = 0; job < 1000; job++) {
            assertThat(after(Duration.ofMillis(59))).isEqualTo("1");
        }
        assertThat(server.requests()).hasSize(1);
        server.answers("GET", PATH, 200, SECRET.formatted("2"));
        assertThat(after(Duration.ofMillis(1059))).isEqualTo("2");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whatWasReadLastHoldsWhileTheyCannotBeRead() {
        assertThat(after(Duration.ZERO)).isNull();
        server.answers("GET", PATH, 200, SECRET.formatted("1"));
        assertThat(after(Duration.ofMinutes(1))).isEqualTo("1");
        server.refuses("GET", PATH, 500, "etcd is slow");
        assertThat(after(Duration.ofMinutes(1))).isEqualTo("1");
    }

    @Test
    void k16AJobIsLookedAtAgainWhenTheyHaveChanged() {
        JobMemory memory = new JobMemory();
        memory.defaultCredentials("1");
        memory.preparation(
                new Preparation(1, new StoreAddress("s3://jobs"), List.of(), List.of(), true, true, true, 1), now);
        memory.defaultCredentials("1");
        memory.defaultCredentials(null);
        assertThat(memory.preparedAt()).isEqualTo(now);
        memory.defaultCredentials("2");
        assertThat(memory.preparedAt()).isNull();
    }
}
