package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.source.SourceContext;

/** What a source has of a simulated cluster: its files, and virtual time. */
record SimulatedSourceContext(FileSystem files, VirtualTime time) implements SourceContext {

    @Override
    public long currentTimeMillis() {
        return time.now();
    }

    @Override
    public void wake() {}
}
