package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.launcher.run.Amounts;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Snapshots as people read them. */
public final class SnapshotText {

    private SnapshotText() {}

    /** A job with its regions and their snapshots, a line each. */
    public static List<String> list(JobSnapshots job) {
        List<String> lines = new ArrayList<>();
        lines.add(title(job));
        for (JobSnapshots.RegionSnapshots region : job.regions()) {
            lines.add("  region " + region.name() + ": attempt " + region.head().attempt()
                    + (region.head().last() ? ", finished" : "")
                    + (region.chain().isEmpty() ? ", no snapshot" : ""));
            for (Manifest manifest : region.chain()) {
                lines.add("    " + line(manifest));
            }
        }
        job.problems().forEach(problem -> lines.add("  problem: " + problem));
        return lines;
    }

    private static String title(JobSnapshots job) {
        JobRecord record = job.job();
        String name = job.folder().isEmpty()
                ? "the job"
                : job.folder().substring(0, job.folder().length() - 1);
        String verdict = record.verdict() == null
                ? "not finished"
                : (record.verdict().succeeded() ? "succeeded: " : "failed: ")
                        + record.verdict().message();
        return name + ": " + verdict + "; parallelism " + record.parallelism() + ", claim " + record.claim()
                + ", epoch " + record.epoch();
    }

    private static String line(Manifest manifest) {
        Set<ChunkRef> chunks = ManifestChunks.of(manifest);
        return manifest.snapshot() + "  " + manifest.time().truncatedTo(ChronoUnit.SECONDS) + "  "
                + Amounts.bytes(ManifestChunks.bytes(chunks)) + " in " + chunks.size() + " chunks of "
                + manifest.objects().size() + " objects, " + Amounts.bytes(manifest.uploadedBytes())
                + " of it uploaded for it"
                + (manifest.last() ? ", the last" : "")
                + (manifest.rescalable() ? "" : ", at this parallelism only");
    }

    /** The snapshots with this id, task by task; of each region the newest one if it is {@link SnapshotId#NONE}. */
    public static List<String> show(JobSnapshots job, SnapshotId id) {
        List<String> lines = new ArrayList<>();
        lines.add(title(job));
        for (JobSnapshots.RegionSnapshots region : job.regions()) {
            for (Manifest manifest : region.chain()) {
                boolean newest = manifest.equals(region.chain().getLast());
                if (id.equals(SnapshotId.NONE) ? newest : manifest.snapshot().equals(id)) {
                    lines.add("  region " + region.name() + ", snapshot " + line(manifest));
                    lines.add("    after " + manifest.predecessor() + ", attempt " + manifest.attempt()
                            + ", parallelism " + manifest.parallelism());
                    manifest.tasks().forEach(task -> addTask(task, lines));
                }
            }
        }
        return lines;
    }

    private static void addTask(TaskPart task, List<String> lines) {
        lines.add("    task " + task.entry() + "/" + task.index() + (task.ended() ? ", ended" : "")
                + (task.rounds() == null ? "" : ", round " + task.rounds().round()));
        task.operators().forEach(part -> lines.add("      " + part.operator() + ": " + describe(part)));
    }

    private static String describe(OperatorPart part) {
        Set<ChunkRef> chunks = ManifestChunks.of(part);
        String size = chunks.size() + " chunks, " + Amounts.bytes(ManifestChunks.bytes(chunks));
        return switch (part) {
            case OperatorPart.Keyed keyed -> "keyed state of " + keyed.groups().size() + " key groups, " + size;
            case OperatorPart.TaskValues values ->
                "task state " + String.join(", ", values.values().keySet());
            case OperatorPart.Splits splits ->
                "source, " + splits.records() + " records read, "
                        + splits.splits().size() + " splits left";
            case OperatorPart.Head head ->
                "loop log of "
                        + head.logs().stream().mapToLong(LogPart::entries).sum() + " entries, " + size
                        + (head.current() < 0 ? "" : ", round " + head.current());
            case OperatorPart.Tail tail -> "tail, " + tail.sinceMark() + " records since the mark";
            case OperatorPart.Transactions transactions ->
                "sink, " + transactions.transactions().size() + " transactions";
        };
    }
}
