package dev.loopkeeper.engine.snapshot;

/** Where things stand in a job's part of the store; all keys are below {@code prefix/<namespace>/<job>/<uid>/}. */
public final class StoreLayout {

    /** The object that decides claims, epochs and the verdict (R12). */
    public static final String JOB = "job";

    private StoreLayout() {}

    /** The folder of a region in an epoch: a change of parallelism makes new regions. */
    public static String region(int epoch, String region) {
        return "regions/e" + epoch + "-" + region + "/";
    }

    /** The name of the region whose folder this is, in whatever epoch. */
    public static String regionName(String regionFolder) {
        return regionFolder.substring(regionFolder.indexOf('-') + 1, regionFolder.length() - 1);
    }

    /** The region's commit pointer (R12). */
    public static String head(String regionFolder) {
        return regionFolder + "head";
    }

    public static String manifest(String regionFolder, SnapshotId snapshot) {
        return regionFolder + "snapshots/" + snapshot + "/manifest";
    }

    /** The folder of what one attempt uploads for one snapshot: the name carries claim, counter and attempt (R13). */
    public static String chunks(String regionFolder, SnapshotId snapshot, int attempt) {
        return regionFolder + "chunks/" + snapshot + "." + attempt + "/";
    }
}
