package dev.loopkeeper.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a command line is said in one line, with exit code 2 and before anything runs. */
class WrongArgumentsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rnu x                         | Unmatched arguments from index 0: 'rnu', 'x'; was run meant? (see loopkeeper --help)
            run JOB --work-dirr x         | Unknown options: '--work-dirr', 'x'; was --work-dir meant? (see loopkeeper run --help)
            run JOB --workers x           | Invalid value for option '--workers': 'x' is not a whole number, or is too large (see loopkeeper run --help)
            run JOB --workers 99999999999 | Invalid value for option '--workers': '99999999999' is not a whole number, or is too large (see loopkeeper run --help)
            run JOB --workers 0           | --workers must be at least 1, got 0
            run JOB --seed many           | Invalid value for option '--seed': 'many' is not a whole number, or is too large (see loopkeeper run --help)
            run JOB --param orders        | --param orders: give it as NAME=VALUE
            run JOB --param =5            | --param =5: give it as NAME=VALUE
            run JOB --parallelism 0       | --parallelism must be at least 1 and at most 128, got 0
            run JOB --worker-memory 5     | --worker-memory must be at least 128Mi, got 5
            run JOB --worker-memory 64m   | --worker-memory must be at least 128Mi, got 64Mi
            run JOB --kill-every 0s       | --kill-every must be at least 1ms, got 0s
            snapshots list s3://jobs/a//b | in "s3://jobs/a//b" "a//b" is no key of an object: no part of it, between slashes, may be empty, . or ..
            snapshots list http://x       | "http://x" is neither an address such as s3://bucket/prefix nor the path of a work dir
            """)
    void areRefused(String arguments, String message) throws IOException {
        assertRefused(arguments.split(" "), message);
    }

    @Test
    void aSummaryThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
        assertRefused(
                new String[] {"run", "JOB", "--summary", folder.toString()},
                "--summary " + folder + " is a folder; give a file");
        Path missing = folder.resolve("none/x.json");
        assertRefused(
                new String[] {"run", "JOB", "--summary", missing.toString()},
                "--summary " + missing + ": there is no folder " + missing.getParent());
        Path unwritable = folder.resolve("x".repeat(300));
        assertRefused(
                new String[] {"run", "JOB", "--summary", unwritable.toString()},
                "--summary " + unwritable + " cannot be written: ");
    }

    /** K20: a local run has no pods, but who writes the file learns of it before the cluster does. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "plan"})
    void aTemplateThatIsNoPodsIsRefused(String command) throws IOException {
        Path job = folder.resolve("job.yaml");
        assertRefused(
                new String[] {command, "JOB"},
                job + ":4: spec.workers.template.spec.containers: expected a list, got \"x\"",
                "{program: {className: no.Such}, workers: {template: {spec: {containers: x}}}}");
    }

    private void assertRefused(String[] arguments, String message) throws IOException {
        assertRefused(arguments, message, "{program: {className: no.Such}}");
    }

    private void assertRefused(String[] arguments, String message, String spec) throws IOException {
        Path job = folder.resolve("job.yaml");
        Files.writeString(job, """
                apiVersion: loopkeeper.dev/v1alpha1
                kind: IterativeJob
                metadata: {name: none}
                spec: %s
                """.formatted(spec));
        for (int at = 0; at < arguments.length; at++) {
            arguments[at] = arguments[at].equals("JOB") ? job.toString() : arguments[at];
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.err;
        int code;
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            code = LoopkeeperCommand.run(arguments);
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .startsWith("loopkeeper: " + message)
                .hasLineCount(1);
        assertThat(code).isEqualTo(2);
    }
}
