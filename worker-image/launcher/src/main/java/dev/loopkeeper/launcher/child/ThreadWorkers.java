package dev.loopkeeper.launcher.child;

import dev.loopkeeper.launcher.local.InProcessWorker;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;

/** Workers in threads of the launcher. */
public final class ThreadWorkers implements InProcessWorker.Factory {

    private final ChildConfig config;
    private final ClassLoader loader;

    /** @param loader has the program's classes */
    public ThreadWorkers(ChildConfig config, ClassLoader loader) {
        this.config = config;
        this.loader = loader;
    }

    @Override
    public InProcessWorker create(WantedWorker wanted, String uid) {
        Worker worker = new Worker(config, loader, WorkerName.parse(wanted.name()), uid);
        return new InProcessWorker() {
            @Override
            public int run() {
                return worker.run().code().number();
            }

            @Override
            public void abort() {
                worker.abort();
            }
        };
    }
}
