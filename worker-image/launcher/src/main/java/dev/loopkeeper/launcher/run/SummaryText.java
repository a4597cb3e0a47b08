package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.run.RunSummary.Recovery;
import dev.loopkeeper.launcher.run.RunSummary.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A summary as people read it at the end of a run. */
public final class SummaryText {

    private SummaryText() {}

    /** In lines. */
    public static List<String> lines(RunSummary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(summary.job() + ": " + summary.status().toLowerCase(Locale.ROOT) + " after "
                + Amounts.seconds(summary.seconds())
                + (summary.message().isEmpty() ? "" : " (" + summary.message() + ")"));
        lines.add("  records    " + Amounts.count(summary.records()) + " read, " + Amounts.count(summary.hops())
                + " hops");
        lines.add("  snapshots  " + snapshots(summary.snapshots()));
        lines.add("  restarts   " + summary.restarts()
                + (summary.coordinators() > 1 ? ", and " + (summary.coordinators() - 1) + " of the coordinator" : ""));
        for (Region region : summary.regions()) {
            for (Recovery recovery : region.recoveries()) {
                lines.add("    " + region.name() + " (" + region.title() + "): " + recovery(recovery));
            }
        }
        return lines;
    }

    private static String snapshots(RunSummary.Snapshots snapshots) {
        String text = snapshots.completed() + " completed";
        if (snapshots.aborted() > 0) {
            text += ", " + snapshots.aborted() + " aborted";
        }
        if (snapshots.completed() > 0) {
            double sum = snapshots.seconds().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            double most = snapshots.seconds().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            text += ", " + Amounts.bytes(snapshots.bytes()) + " uploaded, "
                    + Amounts.seconds(sum / Math.max(1, snapshots.seconds().size())) + " on average, "
                    + Amounts.seconds(most) + " at most";
        }
        return text;
    }

    private static String recovery(Recovery recovery) {
        List<String> phases = new ArrayList<>();
        add(phases, "detected", recovery.detected());
        add(phases, "started", recovery.started());
        add(phases, "restored", recovery.restored());
        add(phases, "replayed", recovery.replayed());
        add(phases, "first record", recovery.firstRecord());
        return String.join(", ", phases);
    }

    private static void add(List<String> phases, String name, @Nullable Double seconds) {
        if (seconds != null) {
            phases.add(name + " " + Amounts.seconds(Objects.requireNonNull(seconds)));
        }
    }
}
