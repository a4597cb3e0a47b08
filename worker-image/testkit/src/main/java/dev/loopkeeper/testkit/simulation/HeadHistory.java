package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Watches every write to the store for what must never happen: a claim, an attempt or a snapshot that goes back (I6, R12, R15). */
final class HeadHistory {

    private final Map<String, HeadRecord> heads = new HashMap<>();
    private final Map<String, byte[]> manifests = new HashMap<>();
    private final Set<String> violations = new HashSet<>();

    void written(String key, byte[] content) {
        if (key.endsWith("/head")) {
            HeadRecord now = StoredValues.decode(key, content, HeadRecord.class);
            HeadRecord before = heads.put(key, now);
            if (before != null) {
                check(
                        now.claim() >= before.claim(),
                        key + ": claim " + now.claim() + " was written over " + before.claim());
                check(
                        now.attempt() >= before.attempt(),
                        key + ": attempt " + now.attempt() + " over " + before.attempt());
                check(
                        !before.snapshot().isAfter(now.snapshot()),
                        key + ": snapshot " + now.snapshot() + " over " + before.snapshot());
                check(!before.last() || now.last(), key + ": the last snapshot was followed by another one");
            }
        } else if (key.endsWith("/manifest")) {
            check(manifests.put(key, content) == null, key + ": a manifest was written twice (I6)");
        }
    }

    /** The snapshot that a head names; NONE before the first. */
    SnapshotId committed(String key) {
        HeadRecord head = heads.get(key);
        return head == null ? SnapshotId.NONE : head.snapshot();
    }

    Map<String, HeadRecord> heads() {
        return heads;
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    Set<String> violations() {
        return violations;
    }
}
