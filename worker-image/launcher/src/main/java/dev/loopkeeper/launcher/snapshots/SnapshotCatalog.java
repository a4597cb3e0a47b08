package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the jobs below an address of a store. */
public final class SnapshotCatalog {

    /** An object that every region has: {@code <job>/regions/<region>/head}. */
    private static final Pattern HEAD = Pattern.compile("(?<job>.*/|)(?<region>regions/[^/]+/)head");

    private final S3Settings settings;

    /** @param settings with the address's prefix */
    public SnapshotCatalog(S3Settings settings) {
        this.settings = settings;
    }

    /** All jobs, in the order of their folders. */
    public List<JobSnapshots> jobs() throws StoreException {
        List<JobSnapshots> jobs = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> entry : folders().entrySet()) {
            try (ObjectStore store = open(entry.getKey())) {
                jobs.add(JobSnapshots.read(entry.getKey(), store, List.copyOf(entry.getValue())));
            }
        }
        return jobs;
    }

    /** Opens the part of the store that is a job's. */
    public ObjectStore open(String folder) {
        return S3ObjectStore.open(settings.withPrefix(settings.prefix() + folder));
    }

    /** By the job's folder, those of its regions. */
    private SortedMap<String, SortedSet<String>> folders() throws StoreException {
        SortedMap<String, SortedSet<String>> folders = new TreeMap<>();
        try (ObjectStore store = S3ObjectStore.open(settings)) {
            store.list("", entry -> {
                Matcher head = HEAD.matcher(entry.key());
                if (head.matches()) {
                    folders.computeIfAbsent(head.group("job"), _ -> new TreeSet<>())
                            .add(head.group("region"));
                } else if (entry.key().equals(StoreLayout.JOB) || entry.key().endsWith("/" + StoreLayout.JOB)) {
                    String job = entry.key().substring(0, entry.key().length() - StoreLayout.JOB.length());
                    folders.computeIfAbsent(job, _ -> new TreeSet<>());
                }
            });
        }
        return folders;
    }
}
