package dev.loopkeeper.engine.snapshot;

/**
 * A range of bytes in an object of the store. One object holds many chunks, so that a snapshot costs few requests.
 *
 * @param object the object's key, below the job's prefix
 * @param offset in bytes
 * @param length in bytes
 * @param checksum CRC-32C of the range (R14)
 */
public record ChunkRef(String object, long offset, int length, int checksum) {}
