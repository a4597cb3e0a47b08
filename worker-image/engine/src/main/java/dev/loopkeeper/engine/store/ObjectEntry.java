package dev.loopkeeper.engine.store;

import java.time.Instant;

/**
 * An object as a listing names it.
 *
 * @param size in bytes
 * @param lastModified by the store's clock
 */
public record ObjectEntry(String key, long size, Instant lastModified) {}
