package dev.loopkeeper.launcher.job;

import dev.loopkeeper.engine.ProgramException;
import dev.loopkeeper.engine.plan.PlannedProgram;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.launcher.BadInputException;
import java.util.Map;

/** Makes plans of programs, with the program's class loader in charge. */
public final class JobPlan {

    private JobPlan() {}

    /**
     * The plan of a program.
     *
     * @throws BadInputException if the program is wrong, with its own line
     */
    public static PlannedProgram make(
            String className, ClassLoader loader, Map<String, String> parameters, int parallelism)
            throws BadInputException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return Planner.examine(className, loader, parameters, parallelism);
        } catch (ProgramException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
