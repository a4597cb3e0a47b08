package dev.loopkeeper.provider;

/** What a provider does about an entry of the wanted list that it has no process for (K4). */
public enum WantedState {
    /** It creates one. */
    WANTED,
    /** It reports the absence of the one with this uid, and never creates another. */
    REGISTERED
}
