package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.operator.act.StubApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API server that is away is waited for, and the wait can be ended (K24). */
final class ApiServerWaitTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int asked;

    /** Of an API server that does not answer so many times. */
    private ApiServerWait away(int times) {
        return new ApiServerWait(() -> ++asked <= times ? "no answer" : null, pauses::add, lines::add);
    }

    @Test
    void anApiServerThatAnswersIsAskedOnce() throws InterruptedException {
        away(0).untilItAnswers();
        assertThat(asked).isEqualTo(1);
        assertThat(pauses).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    void eachTryIsOneLineAndTheyGrowRarer() throws InterruptedException {
        away(6).untilItAnswers();
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
        assertThat(lines).hasSize(6).allMatch(line -> line.lines().count() == 1);
        assertThat(lines.get(1)).isEqualTo("no answer; the operator starts when it does, and asks again in 2 s");
    }

    @Test
    void theWaitEndsWhenTheThreadIsToldTo() {
        ApiServerWait wait = new ApiServerWait(
                () -> {
                    asked++;
                    // As the client leaves it behind.
                    Thread.currentThread().interrupt();
                    return "interrupted";
                },
                pauses::add,
                lines::add);
        assertThatThrownBy(wait::untilItAnswers).isInstanceOf(InterruptedException.class);
        assertThat(asked).isEqualTo(1);
        assertThat(lines).isEmpty();
    }

    /** Who is not allowed to ask for the version is told so later, of what is really needed. */
    @ParameterizedTest
    @CsvSource({"401, false", "403, false", "404, false", "500, true", "503, true"})
    void aRefusalIsAnAnswerAndAFailureIsNot(int code, boolean away) {
        try (StubApiServer server = new StubApiServer().refuses("GET", "/version", code, "what it says")) {
            assertThat(ApiServerWait.trouble(server.client()) != null).isEqualTo(away);
        }
    }

    @Test
    void aVersionIsAnAnswer() {
        try (StubApiServer server =
                new StubApiServer().answers("GET", "/version", 200, "{\"major\": \"1\", \"minor\": \"34\"}")) {
            assertThat(ApiServerWait.trouble(server.client())).isNull();
        }
    }
}
