package dev.loopkeeper.storage.embedded;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A lock per key, near enough: keys that share a stripe share a lock. */
final class KeyLocks {

    private static final int STRIPES = 1024;

    private final ReadWriteLock[] stripes = new ReadWriteLock[STRIPES];

    KeyLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantReadWriteLock();
        }
    }

    /** To look at what is there; not held while content flows. */
    Lock read(String bucket, String key) {
        return stripe(bucket, key).readLock();
    }

    /** To change what is there; not held while content flows. */
    Lock write(String bucket, String key) {
        return stripe(bucket, key).writeLock();
    }

    private ReadWriteLock stripe(String bucket, String key) {
        int hash = 31 * bucket.hashCode() + key.hashCode();
        return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
    }
}
