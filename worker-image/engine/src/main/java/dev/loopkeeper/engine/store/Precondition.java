package dev.loopkeeper.engine.store;

/** What must hold for a write to be done (R12). */
public sealed interface Precondition {

    /** There is no object of this key ({@code If-None-Match: *}). */
    record Absent() implements Precondition {}

    /** The object there is the one with this etag ({@code If-Match}). */
    record Matches(String etag) implements Precondition {}
}
