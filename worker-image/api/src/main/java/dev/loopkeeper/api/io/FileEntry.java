package dev.loopkeeper.api.io;

/** A file and its size in bytes. */
public record FileEntry(String uri, long size) {}
