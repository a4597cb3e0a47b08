package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.engine.store.ObjectStore;
import java.io.IOException;

/** What a worker uses of what is around it, beside the network and its work directory. Any thread. */
public interface WorkerEnvironment {

    /** Where the classes of the program come from. */
    ClassLoader programClasses();

    /**
     * The job's part of the store: keys are relative to it. Closed by the worker at its end.
     *
     * @throws IOException with one line, if the settings are wrong; a store that cannot be reached now is no error
     */
    ObjectStore openStore() throws IOException;

    /** What sources read. */
    FileSystem files();

    /** What sinks write. */
    TransactionalFiles transactionalFiles();
}
