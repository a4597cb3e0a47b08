package dev.loopkeeper.engine.coordinator.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.io.Fence;
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
