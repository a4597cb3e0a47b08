package dev.loopkeeper.launcher.workdir;

import dev.loopkeeper.launcher.run.RunSummary;

/**
 * How a job ended, for good.
 *
 * @param message one line
 * @param summary of the run that ended it
 */
public record JobResult(boolean succeeded, String message, RunSummary summary) {}
