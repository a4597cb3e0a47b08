package dev.loopkeeper.launcher.run;

import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a run gets on: on a terminal a bar, which fills where the number of rounds is known and else only tells that there is life; elsewhere a
 * line every few seconds. Used by one thread.
 */
final class Progress implements AutoCloseable {

    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REDRAW_MILLIS = 250;

    private static final int LIFE_WIDTH = 8;
    private static final String LIFE = "<=>";

    private final Terminal terminal;
    private final RunTally tally;
    private final String job;
    private final long rounds;
    private final @Nullable ProgressBar bar;
    private final long begun = System.nanoTime();
    private long lastLine = begun;
    private long updates;

    /** @param rounds after how many rounds the job ends; 0 if that is not known */
    Progress(Terminal terminal, String job, long rounds, RunTally tally) {
        this.terminal = terminal;
        this.tally = tally;
        this.job = job;
        this.rounds = rounds;
        this.bar = terminal.interactive() && rounds > 0
                ? new ProgressBarBuilder()
                        .setTaskName(job)
                        .setInitialMax(rounds)
                        .setUnit(" rounds", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .continuousUpdate()
                        .setConsumer(new Below())
                        .build()
                : null;
    }

    /** Shows this status, if it is time to. */
    void show(JobStatus status) {
        if (bar != null) {
            long round = status.round() == null ? 0 : status.round() + 1;
            bar.stepTo(Math.min(rounds, round));
            bar.setExtraMessage(String.join(", ", parts(status)));
        } else if (terminal.interactive()) {
            terminal.below(fitting(job + " " + life(updates++) + elapsed(), parts(status), terminal.width()));
        } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
            lastLine = System.nanoTime();
            terminal.line(elapsed() + String.join(", ", parts(status)));
        }
    }

    /** A bar for a run of which nobody knows how much is left: a sign that goes from side to side, a step at each update. */
    static String life(long update) {
        int way = LIFE_WIDTH - LIFE.length();
        int step = (int) (update % (2L * way));
        int at = step <= way ? step : 2 * way - step;
        return "[" + " ".repeat(at) + LIFE + " ".repeat(way - at) + "]";
    }

    private String elapsed() {
        return String.format(Locale.ROOT, "%5.0f s  ", (System.nanoTime() - begun) / 1e9);
    }

    /** What matters most comes first: a narrow terminal shows no more. */
    private List<String> parts(JobStatus status) {
        List<String> parts = new ArrayList<>();
        if (status.phase() != JobPhase.RUNNING) {
            parts.add(status.phase().name().toLowerCase(Locale.ROOT));
        }
        if (status.round() != null) {
            parts.add("round " + status.round());
        }
        parts.add(Amounts.count(status.recordsPerSecond()) + " hops/s");
        parts.add("loop log " + Amounts.bytes(status.loopLogBytes()));
        parts.add(counted(tally.snapshots().completed(), "snapshot"));
        parts.add(counted(tally.restarts(), "restart"));
        long running = status.regions().stream()
                .filter(region -> region.phase() == RegionPhase.RUNNING || region.phase() == RegionPhase.FINISHED)
                .count();
        parts.add(running + "/" + status.regions().size() + " regions");
        parts.add(Amounts.count(tally.records()) + " records");
        return parts;
    }

    /** As many parts, whole ones, as one line has room for. */
    static String fitting(String beginning, List<String> parts, int width) {
        StringBuilder line = new StringBuilder(beginning);
        String separator = "";
        for (String part : parts) {
            if (line.length() + separator.length() + part.length() > width) {
                break;
            }
            line.append(separator).append(part);
            separator = ", ";
        }
        // Only a very long name is longer than a line by itself.
        return line.substring(0, Math.min(line.length(), width));
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        terminal.below("");
    }

    /** Puts the bar below the lines. */
    private final class Below implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return terminal.width();
        }

        @Override
        public void accept(String rendered) {
            terminal.below(rendered);
        }

        @Override
        public void close() {}
    }
}
