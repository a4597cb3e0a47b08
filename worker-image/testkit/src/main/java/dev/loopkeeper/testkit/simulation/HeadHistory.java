package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Watches every write to the store for what must never happen: a claim, an attempt or a snapshot that goes back (I6, R12, R15). */
final class HeadHistory {

    private final Map<String, HeadRecord> heads = new HashMap<>();
    private final Map<String, byte[]> manifests = new HashMap<>();
    private final Map<String, SnapshotId> triggered = new HashMap<>();
    private final Map<String, Set<SnapshotId>> givenUp = new HashMap<>();
    private final Map<String, Set<SnapshotId>> committed = new HashMap<>();
    private boolean damaged;
    private int fallBacks;
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
                if (before.snapshot().isAfter(now.snapshot())) {
                    check(
                            damaged
                                    && now.attempt() >= before.attempt()
                                    && isBefore(key, now.snapshot(), before.snapshot()),
                            key + ": snapshot " + now.snapshot() + " over " + before.snapshot());
                    fallBacks++;
                } else {
                    check(
                            now.snapshot().equals(before.snapshot())
                                    || committed
                                            .computeIfAbsent(key, unused -> new HashSet<>())
                                            .add(now.snapshot()),
                            key + ": the number of snapshot " + now.snapshot() + " was used twice");
                }
                check(!before.last() || now.last(), key + ": the last snapshot was followed by another one");
                check(
                        now.snapshot().equals(before.snapshot())
                                || !givenUp.getOrDefault(region(key), Set.of()).contains(now.snapshot()),
                        key + ": snapshot " + now.snapshot()
                                + " was committed after a task was told that it was given up");
            }
        } else if (key.endsWith("/manifest")) {
            check(manifests.put(key, content) == null, key + ": a manifest was written twice (I6)");
        }
    }

    /** Whether the chain of a snapshot's predecessors has another one in it. */
    private boolean isBefore(String head, SnapshotId earlier, SnapshotId later) {
        String folder = head.substring(0, head.length() - "head".length());
        SnapshotId next = later;
        while (next.isAfter(earlier)) {
            String key = StoreLayout.manifest(folder, next);
            next = StoredValues.decode(key, manifests.get(key), Manifest.class).predecessor();
        }
        return next.equals(earlier);
    }

    /** From now on a region may go back to an earlier snapshot (R14). */
    void damaged() {
        damaged = true;
    }

    int fallBacks() {
        return fallBacks;
    }

    /** The name of the region that a head belongs to. */
    private static String region(String key) {
        return key.substring(key.indexOf('-') + 1, key.length() - "/head".length());
    }

    /** A coordinator says something to a region: what it calls aborted must not be committed afterwards (R9). */
    void said(String region, TaskCommand command) {
        switch (command) {
            case TaskCommand.Trigger trigger -> triggered.merge(region, trigger.snapshot(), HeadHistory::later);
            case TaskCommand.Abort abort -> giveUp(region, abort.snapshot());
            case TaskCommand.Resume resume -> {
                SnapshotId open = triggered.getOrDefault(region, SnapshotId.NONE);
                if (open.isAfter(resume.committed())
                        && !open.equals(resume.undecided())
                        && open.claim() <= resume.claim()) {
                    giveUp(region, open);
                }
            }
            default -> {}
        }
    }

    private void giveUp(String region, SnapshotId snapshot) {
        givenUp.computeIfAbsent(region, unused -> new HashSet<>()).add(snapshot);
    }

    private static SnapshotId later(SnapshotId left, SnapshotId right) {
        return left.isAfter(right) ? left : right;
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
