package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tears or loses objects of a store, and puts them back as a user would from a backup. */
final class StoreDamage {

    private final Map<String, StoredObject> objects;
    private final Map<String, StoredObject> intact = new HashMap<>();
    private int repairs;

    /** @param objects what the store holds */
    StoreDamage(Map<String, StoredObject> objects) {
        this.objects = objects;
    }

    /** Damages an object that the newest snapshot of some region names, now and then its manifest; returns the region's head, null if there is none. */
    String newestSnapshot(Random random) {
        List<String> heads =
                objects.keySet().stream().filter(key -> key.endsWith("/head")).toList();
        if (heads.isEmpty()) {
            return null;
        }
        String key = heads.get(random.nextInt(heads.size()));
        HeadRecord head = StoredValues.decode(key, objects.get(key).content(), HeadRecord.class);
        String folder = key.substring(0, key.length() - "head".length());
        String manifest = StoreLayout.manifest(folder, head.snapshot());
        if (head.snapshot().equals(SnapshotId.NONE)
                || head.last()
                || !objects.containsKey(manifest)
                || intact.containsKey(manifest)) {
            return null;
        }
        List<String> candidates = new ArrayList<>(
                StoredValues.decode(manifest, objects.get(manifest).content(), Manifest.class)
                        .objects());
        candidates.removeIf(object -> !objects.containsKey(object));
        if (candidates.isEmpty() || random.nextInt(8) == 0) {
            candidates = List.of(manifest);
        }
        damage(candidates.get(random.nextInt(candidates.size())), random);
        return key;
    }

    private void damage(String key, Random random) {
        StoredObject object = objects.get(key);
        intact.putIfAbsent(key, object);
        byte[] content = object.content().clone();
        switch (random.nextInt(3)) {
            case 0 -> objects.remove(key);
            case 1 ->
                objects.put(key, new StoredObject(Arrays.copyOf(content, content.length / 2), object.etag() + "-torn"));
            default -> {
                content[random.nextInt(content.length)] ^= 0x10;
                objects.put(key, new StoredObject(content, object.etag() + "-bent"));
            }
        }
    }

    /** Whether anything is damaged. */
    boolean any() {
        return !intact.isEmpty();
    }

    /** How often a job has needed it. */
    int repairs() {
        return repairs;
    }

    /** Puts everything back, for a job that has stopped for want of it. */
    void repairForJob() {
        repairs++;
        repair();
    }

    /** Puts everything back. */
    void repair() {
        objects.putAll(intact);
        intact.clear();
    }
}
