package dev.loopkeeper.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loopkeeper.engine.message.FailureCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

final class ThrownCauseTest {

    private static FailureCause parse(String text) {
        return ThrownCause.of(catchThrowable(() -> Integer.parseInt(text)));
    }

    @Test
    void oneLineOfCodeIsOneCauseWhateverItSays() {
        FailureCause seven = parse("record 7");
        assertThat(seven).isEqualTo(parse("record 8"));
        assertThat(seven.origin())
                .startsWith("java.lang.NumberFormatException at " + ThrownCauseTest.class.getName())
                .matches(".*:\\d+");
    }

    @Test
    void anotherLineAndAnotherClassAreOtherCauses() {
        FailureCause here = ThrownCause.of(new IllegalStateException("no"));
        FailureCause there = ThrownCause.of(new IllegalStateException("no"));
        assertThat(here).isNotEqualTo(there);
        Throwable[] both = {new IllegalStateException("no"), new IllegalArgumentException("no")};
        assertThat(ThrownCause.of(both[0])).isNotEqualTo(ThrownCause.of(both[1]));
    }

    /** What wraps it may hold the record, and is the same place for all causes. */
    @Test
    void whatWasThrownFirstCounts() {
        Throwable first = new IllegalStateException("no");
        assertThat(ThrownCause.of(new RuntimeException("record 7", first))).isEqualTo(ThrownCause.of(first));
        assertThat(ThrownCause.of(OperatorFailure.of("parse", first))).isEqualTo(ThrownCause.of(first));
    }

    @Test
    void whatHasNoTraceIsKnownByItsClass() {
        Throwable bare = new NullPointerException();
        bare.setStackTrace(new StackTraceElement[0]);
        assertThat(ThrownCause.of(bare)).isEqualTo(new FailureCause("java.lang.NullPointerException", false));
    }

    @Test
    void causesThatGoInACircleComeToAnEnd() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);
        assertThat(ThrownCause.of(one).origin()).startsWith("java.lang.Exception at ");
    }

    /** As the system says it, and as output and feedback log pass it on. */
    @Test
    void aFullDiskIsSeenBehindWhateverWrapsIt() {
        IOException full = new FileSystemException("/data/x", null, "No space left on device");
        assertThat(ThrownCause.of(full).diskFull()).isTrue();
        assertThat(ThrownCause.of(new IOException("Disk quota exceeded")).diskFull())
                .isTrue();
        assertThat(ThrownCause.of(OperatorFailure.of(
                                "sink", new UncheckedIOException(new IOException("output is broken", full))))
                        .diskFull())
                .isTrue();
        assertThat(ThrownCause.of(new IOException("no such file")).diskFull()).isFalse();
        assertThat(ThrownCause.of(new IllegalStateException("No space left on device in my game"))
                        .diskFull())
                .as("words of a program")
                .isFalse();
    }
}
