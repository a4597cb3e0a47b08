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

/** Shows how a run gets on: a bar on a terminal, elsewhere a line every few seconds. Used by one thread. */
final class Progress implements AutoCloseable {

    private static final int INDEFINITE = -1;
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REDRAW_MILLIS = 250;

    private final Terminal terminal;
    private final RunTally tally;
    private final long rounds;
    private final @Nullable ProgressBar bar;
    private final long begun = System.nanoTime();
    private long lastLine = begun;

    /** @param rounds after how many rounds the job ends; 0 if that is not known */
    Progress(Terminal terminal, String job, long rounds, RunTally tally) {
        this.terminal = terminal;
        this.tally = tally;
        this.rounds = rounds;
        this.bar = terminal.interactive()
                ? new ProgressBarBuilder()
                        .setTaskName(job)
                        .setInitialMax(rounds > 0 ? rounds : INDEFINITE)
                        .setUnit(rounds > 0 ? " rounds" : " records", 1)
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
            bar.stepTo(rounds > 0 ? Math.min(rounds, round) : status.records());
            bar.setExtraMessage(text(status));
        } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
            lastLine = System.nanoTime();
            terminal.line(String.format(Locale.ROOT, "%5.0f s  ", (lastLine - begun) / 1e9) + text(status));
        }
    }

    private String text(JobStatus status) {
        List<String> parts = new ArrayList<>();
        if (status.phase() != JobPhase.RUNNING) {
            parts.add(status.phase().name().toLowerCase(Locale.ROOT));
        }
        if (status.round() != null) {
            parts.add("round " + status.round());
        }
        parts.add(Amounts.count(tally.records()) + " records");
        parts.add(Amounts.count(status.recordsPerSecond()) + " hops/s");
        parts.add("loop log " + Amounts.bytes(status.loopLogBytes()));
        parts.add(tally.snapshots().completed() + " snapshots");
        long running = status.regions().stream()
                .filter(region -> region.phase() == RegionPhase.RUNNING || region.phase() == RegionPhase.FINISHED)
                .count();
        parts.add(running + "/" + status.regions().size() + " regions");
        parts.add(tally.restarts() + " restarts");
        return String.join(", ", parts);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            terminal.below("");
        }
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
