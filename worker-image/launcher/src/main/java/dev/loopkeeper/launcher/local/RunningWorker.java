package dev.loopkeeper.launcher.local;

/**
 * A worker that runs, as far as is known.
 *
 * @param name its name, new for each attempt
 * @param region the region that it works for
 * @param uid what it registers with
 * @param process what it runs in
 */
public record RunningWorker(String name, String region, String uid, ChildHandle process) {}
