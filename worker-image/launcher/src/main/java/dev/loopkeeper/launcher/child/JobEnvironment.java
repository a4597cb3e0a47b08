package dev.loopkeeper.launcher.child;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.worker.WorkerEnvironment;
import java.util.function.Supplier;

/** What a worker finds around it: the program's classes, the store, files. */
public final class JobEnvironment implements WorkerEnvironment, AutoCloseable {

    private final ClassLoader programClasses;
    private final Supplier<ObjectStore> store;
    private final JobFiles files;

    /** @param files closed with this object */
    public JobEnvironment(ClassLoader programClasses, Supplier<ObjectStore> store, JobFiles files) {
        this.programClasses = programClasses;
        this.store = store;
        this.files = files;
    }

    @Override
    public ClassLoader programClasses() {
        return programClasses;
    }

    @Override
    public ObjectStore openStore() {
        return store.get();
    }

    @Override
    public FileSystem files() {
        return files.inputs();
    }

    @Override
    public TransactionalFiles transactionalFiles() {
        return files.outputs();
    }

    @Override
    public void close() {
        files.close();
    }
}
