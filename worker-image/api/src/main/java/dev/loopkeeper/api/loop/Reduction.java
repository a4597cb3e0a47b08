package dev.loopkeeper.api.loop;

/** How contributions to an aggregate are brought together. */
public enum Reduction {
    SUM,
    MIN,
    MAX
}
