package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Statements that stand in the README as they would stand in a test of the components example. */
final class Snippet {

    private static final String FRAME = """
            import dev.loopkeeper.examples.components.*;
            import dev.loopkeeper.testkit.simulation.*;

            public final class Shown implements Runnable {
                @Override
                public void run() {
            %s
                }
            }
            """;

    private Snippet() {}

    /** Compiles the statements and runs them. */
    static void run(Path folder, String statements) throws IOException {
        Path source = Files.writeString(folder.resolve("Shown.java"), FRAME.formatted(statements));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", folder.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s\n%s", statements, messages).isTrue();
        }
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
            ((Runnable) loader.loadClass("Shown").getDeclaredConstructor().newInstance()).run();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
