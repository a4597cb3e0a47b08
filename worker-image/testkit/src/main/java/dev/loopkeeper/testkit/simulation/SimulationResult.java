package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a simulated run has come to. */
public final class SimulationResult {

    private final long seed;
    private final Verdict verdict;
    private final String refusal;
    private final long virtualMillis;
    private final SimulatedCluster cluster;
    private final SimulatedFiles files;
    private final List<String> log;

    SimulationResult(
            long seed,
            Verdict verdict,
            String refusal,
            long virtualMillis,
            SimulatedCluster cluster,
            SimulatedFiles files,
            List<String> log) {
        this.seed = seed;
        this.verdict = verdict;
        this.refusal = refusal;
        this.virtualMillis = virtualMillis;
        this.cluster = cluster;
        this.files = files;
        this.log = log;
    }

    public long seed() {
        return seed;
    }

    /** How the job ended; null if it was refused. */
    public Verdict verdict() {
        return verdict;
    }

    /** Why the job was not started; null if it was. */
    public String refusal() {
        return refusal;
    }

    public boolean succeeded() {
        return verdict != null && verdict.outcome() == Verdict.Outcome.SUCCEEDED;
    }

    public long virtualMillis() {
        return virtualMillis;
    }

    /** The committed snapshots of the last coordinator. */
    public long snapshots() {
        return cluster.provider().coordinator().core().snapshotTotals().completed();
    }

    public List<RegionStatus> regions() {
        return cluster.provider().coordinator().core().regionStatuses();
    }

    /** How many processes were killed. */
    public int crashes() {
        return cluster.accidents().crashes();
    }

    /** How often a region went back to an earlier snapshot because the newest was damaged (R14). */
    public int fallBacks() {
        return cluster.history().fallBacks();
    }

    /** How often the job stopped for damage and was run again when it was repaired. */
    public int repairs() {
        return cluster.store().damage().repairs();
    }

    /** The lines of all committed files of a directory, sorted. */
    public List<String> lines(String directory) {
        List<String> lines = new ArrayList<>();
        files.directory(directory)
                .values()
                .forEach(content ->
                        new String(content, StandardCharsets.UTF_8).lines().forEach(lines::add));
        Collections.sort(lines);
        return lines;
    }

    /** Output that was begun and neither committed nor swept. */
    public List<String> unfinishedFiles() {
        return files.unfinished();
    }

    /** The last events, for a message. */
    public List<String> log() {
        return log;
    }
}
