package dev.loopkeeper.engine.coordinator.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.engine.files.LocalTransactionalFiles;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputCheckTest {

    @TempDir
    Path folder;

    @Test
    void namesEverySinkThatCannotWrite() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("part-0"), "");
        Path file = Files.writeString(folder.resolve("file"), "");
        Program program = flow -> {
            var lines = flow.read("in", TextFiles.at("in"));
            lines.write("good", TextFiles.to(folder + "/free"));
            lines.write("mixed", TextFiles.to(taken.toString()));
            lines.write("blocked", TextFiles.to(file.toString()));
        };
        Plan plan = Planner.plan(program, Map.of(), 2);
        assertThat(OutputCheck.problems(plan, Context::new))
                .containsExactlyInAnyOrder(
                        "sink mixed: output directory " + taken
                                + " holds results of another run, part-0: give another directory, or remove them",
                        "sink blocked: output directory " + file + " cannot be written: " + file + " is a file");
    }

    @Test
    void overwritesWhenAllSinksCanWriteAndNotBefore() throws Exception {
        Path results = Files.createDirectory(folder.resolve("results"));
        Path earlier = Files.writeString(
                results.resolve(OutputFileName.of("uid-0", "good", 0, new Fence(1, 1), 0)
                        .text()),
                "");
        Path blocked = Files.writeString(folder.resolve("file"), "");
        Program program = flow -> {
            var lines = flow.read("in", TextFiles.at("in"));
            lines.write("good", TextFiles.to(results.toString()).overwrite(true));
            lines.write("blocked", TextFiles.to(blocked.toString()));
        };
        Plan plan = Planner.plan(program, Map.of(), 2);
        assertThat(OutputCheck.problems(plan, Context::new)).hasSize(1).allMatch(line -> line.contains("blocked"));
        assertThat(earlier).exists();

        Files.delete(blocked);
        assertThat(OutputCheck.problems(plan, Context::new)).isEmpty();
        assertThat(earlier).doesNotExist();
    }

    private record Context(String operatorName) implements SinkContext {

        @Override
        public String jobUid() {
            return "uid-1";
        }

        @Override
        public int taskIndex() {
            return -1;
        }

        @Override
        public Fence fence() {
            return new Fence(1, 0);
        }

        @Override
        public TransactionalFiles files() {
            return new LocalTransactionalFiles();
        }
    }
}
