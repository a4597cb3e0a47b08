package dev.loopkeeper.engine.snapshot;

/**
 * A piece of a loop log.
 *
 * @param chunk where its bytes are
 * @param skip how many of the chunk's entries to pass over: a segment named again may begin before the range
 * @param count how many entries belong to the range from there on
 */
public record LogChunk(ChunkRef chunk, int skip, int count) {}
