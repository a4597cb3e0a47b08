package dev.loopkeeper.examples.rework;

/** An order that is good. */
public record Finished(long number, int passes) {}
