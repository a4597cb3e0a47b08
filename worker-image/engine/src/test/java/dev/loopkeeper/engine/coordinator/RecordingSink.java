package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A sink of which only the coordinator's side works: it remembers what was committed, and can be made unable to. */
public final class RecordingSink<T> implements Sink<T> {

    private final List<String> committed = new ArrayList<>();
    private int attempts;
    private boolean away;

    public List<String> committed() {
        return committed;
    }

    /** How often a commit was asked for, in vain or not. */
    public int attempts() {
        return attempts;
    }

    public void away(boolean now) {
        away = now;
    }

    @Override
    public SinkWriter<T> open(SinkContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SinkCommitter committer(SinkContext context) {
        return transaction -> {
            attempts++;
            if (away) {
                throw new IOException("the output's store does not answer");
            }
            committed.add(transaction);
        };
    }
}
