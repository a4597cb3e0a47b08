package dev.loopkeeper.engine.security;

import java.util.Locale;

/** What a part of a job does. */
public enum PeerRole {
    OPERATOR,
    COORDINATOR,
    WORKER;

    /** As it stands in a {@link PeerName}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
