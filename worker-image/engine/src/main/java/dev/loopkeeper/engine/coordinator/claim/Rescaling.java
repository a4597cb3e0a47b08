package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which snapshots an epoch of another parallelism starts from (R11). Pure.
 *
 * @param startsFrom by folder; empty where there is nothing yet
 * @param refusal why it is not possible, and what to do; null if it is
 */
record Rescaling(Map<String, SnapshotId> startsFrom, String refusal) {

    /**
     * @param record of the epoch before
     * @param regions of the epoch before
     */
    static Rescaling of(JobRecord record, List<ClaimedRegion> regions, int parallelism) {
        Map<String, SnapshotId> from = new TreeMap<>();
        Set<Integer> withSnapshot = new HashSet<>();
        Set<Integer> without = new HashSet<>();
        for (ClaimedRegion region : regions) {
            Set<Integer> vertices = region.manifest() == null ? without : withSnapshot;
            region.region().tasks().forEach(task -> vertices.add(task.vertex()));
            if (region.manifest() == null) {
                // It has nothing of its own yet: what it started from is what it would start from again.
                from.putAll(record.startsFrom());
                continue;
            }
            if (!region.manifest().rescalable()) {
                return refused("snapshot " + region.manifest().snapshot() + " of region "
                        + region.region().name()
                        + " was not taken at a round's end and cannot be restored at parallelism " + parallelism
                        + ": run the job at parallelism " + record.parallelism() + " and stop it for rescaling");
            }
            from.put(region.folder(), region.manifest().snapshot());
        }
        if (!record.startsFrom().isEmpty() && withSnapshot.stream().anyMatch(without::contains)) {
            return refused(
                    "since the last change of the parallelism only some regions of an operator have taken a snapshot: run the job at parallelism "
                            + record.parallelism() + " until all have");
        }
        return new Rescaling(from, null);
    }

    private static Rescaling refused(String reason) {
        return new Rescaling(Map.of(), reason);
    }
}
