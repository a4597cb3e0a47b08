package dev.loopkeeper.launcher.command;

import dev.loopkeeper.engine.plan.PlanTree;
import dev.loopkeeper.engine.plan.PlannedProgram;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.job.JobPlan;
import dev.loopkeeper.launcher.job.LocalJob;
import dev.loopkeeper.launcher.job.ProgramClasses;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code loopkeeper plan}: shows what a job file would run. */
@Command(
        name = "plan",
        description = "Shows a job's regions, tasks and exchanges as a tree; runs nothing.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class PlanCommand implements Callable<Integer> {

    @Mixin
    private JobOptions options;

    @Mixin
    private DebugOption debug;

    @Override
    public Integer call() throws BadInputException, IOException {
        LocalJob job = LocalJob.read(options.file, options.overrides());
        try (URLClassLoader loader = ProgramClasses.find(job).loader()) {
            PlannedProgram planned = JobPlan.make(job.className(), loader, job.parameters(), job.parallelism());
            planned.warnings().forEach(warning -> System.err.println("warning: " + warning));
            System.out.print(PlanTree.render(planned.plan()));
            System.out.flush();
            return 0;
        }
    }
}
