package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.provider.ProviderState;
import java.time.Duration;

/** What a client tells of its coordinator. All calls come from the client's one thread and must return soon. */
public interface ProviderListener {

    /** A line has come: the coordinator lives. Called for every line, before {@link #state}. */
    void alive();

    /** A new state; versions rise (K4). */
    void state(ProviderState state);

    /**
     * No line has come for longer than the settings allow. Told once for each silence, and only after a first line: before it
     * there is nothing to be silent (K5).
     */
    void silent(Duration since);

    /** The stream could not be opened, or has ended; it is tried again. The reason is one line. */
    void disconnected(String reason);

    /** The coordinator does not take what this client says, and will not before something is changed. The reason is one line. */
    void refused(String reason);
}
