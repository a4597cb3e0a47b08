package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.engine.http.MalformedJsonException;
import dev.loopkeeper.engine.http.ProviderJson;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import org.jspecify.annotations.Nullable;

/** What a line of the stream means. */
final class StateReader {

    private StateReader() {}

    /** What a line can say. */
    sealed interface Meaning {
        /** Nothing but that the coordinator lives. */
        record SignOfLife() implements Meaning {}

        record NewState(ProviderState state) implements Meaning {}

        /** Something that this client cannot read, and why. */
        record Unreadable(String reason) implements Meaning {}
    }

    static Meaning read(String line) {
        try {
            Integer version = ProviderJson.read(line, Versioned.class).protocolVersion();
            if (version == null) {
                return new Meaning.SignOfLife();
            }
            if (version != ProviderProtocol.VERSION) {
                return new Meaning.Unreadable("the coordinator speaks version " + version
                        + " of the provider interface, this launcher speaks " + ProviderProtocol.VERSION
                        + ": start both from the same release");
            }
            return new Meaning.NewState(ProviderJson.read(line, ProviderState.class));
        } catch (MalformedJsonException e) {
            return new Meaning.Unreadable("the coordinator's state is not readable: " + e.line());
        }
    }

    /** Read before all else: the fields of another version may mean other things. */
    record Versioned(@Nullable Integer protocolVersion) {}
}
