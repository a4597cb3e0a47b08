package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a store after a run: every head's snapshot, and what was taken on request, must be there with everything they name (R13). */
final class SnapshotAudit {

    private SnapshotAudit() {}

    static List<String> audit(SimulatedStore store) {
        List<String> violations = new ArrayList<>();
        TreeMap<String, StoredObject> objects = store.objects();
        StoredObject job = objects.get(StoreLayout.JOB);
        if (job == null) {
            return violations;
        }
        JobRecord record = StoredValues.decode(StoreLayout.JOB, job.content(), JobRecord.class);
        if (record.requested() != null) {
            record.requested()
                    .snapshots()
                    .forEach((folder, snapshot) ->
                            audit(StoreLayout.JOB, StoreLayout.manifest(folder, snapshot), objects, violations));
        }
        // The heads of an epoch before may name what is no longer needed.
        String epoch = StoreLayout.region(record.epoch(), "");
        String current = epoch.substring(0, epoch.length() - 1);
        for (Map.Entry<String, StoredObject> entry : objects.tailMap(current).entrySet()) {
            if (!entry.getKey().startsWith(current) || !entry.getKey().endsWith("/head")) {
                continue;
            }
            HeadRecord head =
                    StoredValues.decode(entry.getKey(), entry.getValue().content(), HeadRecord.class);
            if (head.snapshot().equals(SnapshotId.NONE)) {
                continue;
            }
            String folder = entry.getKey().substring(0, entry.getKey().length() - "head".length());
            audit(entry.getKey(), StoreLayout.manifest(folder, head.snapshot()), objects, violations);
        }
        return violations;
    }

    private static void audit(String namedBy, String key, Map<String, StoredObject> objects, List<String> violations) {
        StoredObject stored = objects.get(key);
        if (stored == null) {
            violations.add(namedBy + " names " + key + ", which is missing");
            return;
        }
        for (String object :
                StoredValues.decode(key, stored.content(), Manifest.class).objects()) {
            if (!objects.containsKey(object)) {
                violations.add(key + " names " + object + ", which is missing");
            }
        }
    }
}
