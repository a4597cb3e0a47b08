package dev.loopkeeper.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FailureTextTest {

    /** The code of a program is named, and the engine's and the JDK's own is not: nobody who writes programs could do anything about it. */
    @Test
    void namesNoPlaceInTheJdk() {
        Throwable failure = catchThrowable(() -> Files.readString(Path.of("no-such-file")));
        assertThat(failure.getStackTrace()[0].getClassName()).startsWith("sun.");
        assertThat(FailureText.place(failure)).isEmpty();
        assertThat(FailureText.place(new UncheckedIOException((IOException) failure)))
                .isEmpty();
    }

    @Test
    void namesTheLineOfAProgram() {
        Throwable failure = new IllegalStateException("no");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(null, "java.base", "25", "java.util.List", "of", "List.java", 1),
            new StackTraceElement("org.example.Rework", "define", "Rework.java", 17)
        });
        assertThat(FailureText.place(failure)).isEqualTo(" (Rework.java:17)");
    }

    @Test
    void saysWhatACauseAdds() {
        assertThat(FailureText.of(new IllegalStateException("it failed", new IOException("the disk\nis full"))))
                .isEqualTo("it failed: the disk is full");
        assertThat(FailureText.of(new NullPointerException())).isEqualTo("NullPointerException");
    }
}
