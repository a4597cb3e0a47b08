package dev.loopkeeper.examples.components;

/** A vertex and the smallest vertex of its component. */
public record Membership(String vertex, String smallest) {

    String line() {
        return vertex + "\t" + smallest;
    }
}
