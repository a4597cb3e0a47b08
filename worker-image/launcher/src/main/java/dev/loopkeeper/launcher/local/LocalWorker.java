package dev.loopkeeper.launcher.local;

/** A worker that the provider has started, once under this name. */
record LocalWorker(String name, String region, int attempt, String uid, WorkerLife life) {

    boolean running() {
        return life instanceof WorkerLife.Running;
    }

    LocalWorker with(WorkerLife newLife) {
        return new LocalWorker(name, region, attempt, uid, newLife);
    }
}
