package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import java.util.ArrayList;
import java.util.List;

/** Removes all that a job has in its store: {@code onDelete: Delete} (K10). */
final class StoreClearing {

    private static final int BATCH = 1000;

    private StoreClearing() {}

    /**
     * Removes every object below the settings' prefix.
     *
     * @return how many there were
     */
    static long clear(S3Settings settings) throws StoreException {
        if (settings.prefix().isEmpty()) {
            throw new IllegalArgumentException("the whole bucket is no job's");
        }
        try (ObjectStore store = S3ObjectStore.open(settings, EtagForm.QUOTED)) {
            List<String> keys = new ArrayList<>();
            store.list("", entry -> keys.add(entry.key()));
            for (int from = 0; from < keys.size(); from += BATCH) {
                store.delete(keys.subList(from, Math.min(keys.size(), from + BATCH)));
            }
            return keys.size();
        }
    }
}
