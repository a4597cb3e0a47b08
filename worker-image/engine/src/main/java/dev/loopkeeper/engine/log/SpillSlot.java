package dev.loopkeeper.engine.log;

/**
 * Where a spilled segment is on the local disk. Its bytes are a whole segment in {@link SegmentFormat}.
 *
 * @param offset in the file, in bytes
 * @param length in bytes
 * @param checksum CRC-32C of the bytes
 */
record SpillSlot(SpillFile file, long offset, int length, int checksum) {}
