package dev.loopkeeper.examples.pagerank;

/** A vertex and its rank. */
public record Ranking(String vertex, double rank) {

    String line() {
        return vertex + "\t" + rank;
    }
}
