package dev.loopkeeper.engine.log;

/** A file with the segments that were spilled together. Deleted when none of them is needed any more. */
final class SpillFile {

    final String name;
    /** In bytes; set when all is written. */
    long length;
    /** How many segments are in use; counted by the log's owner. */
    int uses;

    SpillFile(String name) {
        this.name = name;
    }
}
