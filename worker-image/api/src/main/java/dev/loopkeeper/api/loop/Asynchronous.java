package dev.loopkeeper.api.loop;

/** A loop without rounds: done when its input has ended and no record is left in it. */
public record Asynchronous() implements Loop {}
