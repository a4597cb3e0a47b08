package dev.loopkeeper.engine.store;

/** An object as it was read: all its bytes, and the etag that belongs to them. */
public record StoredObject(byte[] content, String etag) {}
