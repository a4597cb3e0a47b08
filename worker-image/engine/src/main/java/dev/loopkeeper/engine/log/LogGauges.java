package dev.loopkeeper.engine.log;

/**
 * What a feedback log takes up at one moment.
 *
 * @param backlog entries that have not been read
 * @param memoryBytes what segments take in memory, as codecs weigh: unread ones, and read ones that a snapshot still needs
 * @param overBudgetBytes by how much that is over the budget, because the disk is slower than the loop; 0 most of the time
 * @param diskBytes what spilled segments take on the local disk
 * @param spilledBytes what has been written to the local disk since the log was opened
 * @param namedBytes of the store, by the last snapshot that was uploaded
 * @param addedBytes to the store, by the last snapshot that was uploaded: the rest of the named ones was there before
 */
public record LogGauges(
        long backlog,
        long memoryBytes,
        long overBudgetBytes,
        long diskBytes,
        long spilledBytes,
        long namedBytes,
        long addedBytes) {}
