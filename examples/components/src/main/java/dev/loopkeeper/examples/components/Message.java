package dev.loopkeeper.examples.components;

/** What a vertex is told. */
public sealed interface Message {

    String vertex();

    /** There is an edge. */
    record Neighbour(String vertex, String neighbour) implements Message {}

    /** A vertex with this name is in the same component. */
    record Candidate(String vertex, String smallest) implements Message {}
}
