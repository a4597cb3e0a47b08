package dev.loopkeeper.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.Time;
import io.minio.credentials.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** K16: when keys that expire are renewed. */
class TemporaryKeysTest {

    private static final Duration NO_WAIT = Duration.ofMillis(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Queue<Runnable> background = new ArrayDeque<>();
    private int asked;
    private @Nullable String failure;

    private final TemporaryKeys keys =
            new TemporaryKeys(new ConnectionFailures("the service"), this::newKeys, background::add, () -> now);

    private Credentials newKeys() throws NoKeysException {
        asked++;
        if (failure != null) {
            throw NoKeysException.forNow(failure);
        }
        var end = new Time.S3Time(now.plus(Duration.ofHours(1)).atZone(ZoneOffset.UTC));
        return new Credentials("key-" + asked, "secret", "session", end);
    }

    private void work() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private Credentials first() throws Exception {
        // Nobody works in the background yet.
        assertThatThrownBy(() -> keys.ready(NO_WAIT)).hasMessage("the service did not answer in time");
        work();
        return keys.ready(NO_WAIT);
    }

    @Test
    void theyAreRenewedBeforeTheirEndWithoutAWait() throws Exception {
        Credentials first = first();
        now = now.plus(Duration.ofMinutes(54));
        assertThat(keys.ready(NO_WAIT)).isSameAs(first);
        assertThat(background).isEmpty();
        now = now.plus(Duration.ofMinutes(2));

        assertThat(keys.ready(NO_WAIT)).isSameAs(first);
        assertThat(keys.ready(NO_WAIT)).isSameAs(first);
        assertThat(background).hasSize(1);
        work();

        assertThat(keys.ready(NO_WAIT).accessKey()).isEqualTo("key-2");
        assertThat(keys.fetch().accessKey()).isEqualTo("key-2");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aServiceThatIsAwayHarmsNobodyWhileTheyLast() throws Exception {
        Credentials first = first();
        failure = "the service fails";
        now = now.plus(Duration.ofMinutes(56));
        keys.ready(NO_WAIT);
        work();

        // It is not asked by each request.
        now = now.plus(Duration.ofSeconds(9));
        assertThat(keys.ready(NO_WAIT)).isSameAs(first);
        assertThat(background).isEmpty();
        now = now.plus(Duration.ofMinutes(3));
        assertThat(keys.ready(NO_WAIT)).isSameAs(first);
        work();
        now = now.plus(Duration.ofMinutes(1));

        assertThatThrownBy(() -> keys.ready(NO_WAIT)).isInstanceOf(NoKeysException.class);
        work();
        assertThatThrownBy(() -> keys.ready(NO_WAIT))
                .isInstanceOf(NoKeysException.class)
                .hasMessage("the service fails");
        assertThat(asked).isEqualTo(4);
        failure = null;
        now = now.plus(Duration.ofSeconds(1));
        assertThatThrownBy(() -> keys.ready(NO_WAIT)).hasMessage("the service did not answer in time");
        work();
        assertThat(keys.ready(NO_WAIT).accessKey()).isEqualTo("key-5");
    }

    @Test
    void keysThatWereGoodAndAreRefusedAreReplacedAndNewOnesAreNot() throws Exception {
        Credentials first = first();
        assertThat(keys.replaceRefused(first)).isFalse();
        keys.accepted(first);

        assertThat(keys.replaceRefused(first)).isTrue();

        assertThatThrownBy(() -> keys.ready(NO_WAIT)).hasMessage("the service did not answer in time");
        // Whoever was refused at the same time tries again too.
        assertThat(keys.replaceRefused(first)).isTrue();
        work();
        Credentials second = keys.ready(NO_WAIT);
        assertThat(second.accessKey()).isEqualTo("key-2");
        assertThat(keys.replaceRefused(first)).isTrue();
        assertThat(keys.replaceRefused(second)).isFalse();
    }
}
