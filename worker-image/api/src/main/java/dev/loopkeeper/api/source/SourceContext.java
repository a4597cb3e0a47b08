package dev.loopkeeper.api.source;

import dev.loopkeeper.api.io.FileSystem;

/** What a source may use of the process it runs in. */
public interface SourceContext {

    FileSystem files();

    /** Milliseconds since the epoch on this process's clock. */
    long currentTimeMillis();

    /** Makes the task poll again soon. May be called from any thread. */
    void wake();
}
