package dev.loopkeeper.api.io;

/**
 * Under whose authority something outside was begun; part of the names of files and uploads, so that left-overs can be told apart.
 *
 * @param claim the coordinator's claim, at least 1
 * @param attempt the region's attempt, at least 1
 */
public record Fence(long claim, int attempt) {}
