package dev.loopkeeper.examples.pagerank;

/** What a vertex is told. */
public sealed interface Message {

    String vertex();

    /** It points to another vertex. */
    record Link(String vertex, String target) implements Message {}

    /** It exists: another vertex points to it. */
    record Mention(String vertex) implements Message {}

    /** Its part of the rank of a vertex that points to it. */
    record Share(String vertex, double amount) implements Message {}
}
