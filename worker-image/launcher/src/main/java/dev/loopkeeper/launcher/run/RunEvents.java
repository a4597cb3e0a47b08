package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.child.ChildFailure;
import dev.loopkeeper.launcher.local.ChildExit;
import dev.loopkeeper.launcher.local.ChildHandle;
import dev.loopkeeper.launcher.local.LocalProviderListener;
import dev.loopkeeper.launcher.local.RunningWorker;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Turns what the provider tells into lines for people: what failed, what goes on again. Called by the provider's thread. */
final class RunEvents implements LocalProviderListener {

    private final Consumer<String> lines;
    private final RunTally tally;
    private final Consumer<String> workerGone;
    private final Map<String, RegionStatus> regions = new HashMap<>();
    private final Map<String, RegionFailure> failures = new HashMap<>();
    private String phase = "";
    private boolean coordinatorLost;

    /** @param workerGone told the name of each worker whose process has ended */
    RunEvents(Consumer<String> lines, RunTally tally, Consumer<String> workerGone) {
        this.lines = lines;
        this.tally = tally;
        this.workerGone = workerGone;
    }

    @Override
    public void coordinatorStarted(long epoch, ChildHandle process) {
        if (coordinatorLost) {
            lines.accept("coordinator: a new one is started" + pid(process));
        }
    }

    @Override
    public void coordinatorLost(long epoch, String reason) {
        coordinatorLost = true;
        lines.accept("coordinator: " + reason);
    }

    @Override
    public void workerStarted(RunningWorker worker) {
        lines.accept(worker.region() + ": worker " + worker.name() + " started" + pid(worker.process()));
    }

    private static String pid(ChildHandle process) {
        return process.pid().isPresent() ? ", process " + process.pid().getAsLong() : "";
    }

    @Override
    public void workerEnded(String name, ChildExit exit) {
        workerGone.accept(name);
        if (!exit.clean() && exit.exitCode() != ChildExit.KILLED) {
            String why = ChildFailure.read(exit.logTail()).orElse(exit.reason());
            lines.accept("worker " + name + " ended with code " + exit.exitCode() + ": " + why);
        }
    }

    @Override
    public void stateChanged(ProviderState state) {
        tally.add(state);
        if (!state.claimed()
                && !state.coordinatorPhase().equals(phase)
                && state.coordinatorPhase().contains(":")) {
            lines.accept("coordinator: " + state.coordinatorPhase());
        }
        phase = state.coordinatorPhase();
        for (RegionStatus region : state.regions()) {
            tellFailure(region);
            RegionStatus before = regions.put(region.name(), region);
            boolean runs = region.phase() == RegionPhase.RUNNING;
            if (runs && (before == null || before.phase() != RegionPhase.RUNNING)) {
                lines.accept(region.name() + " (" + region.title() + "): runs, attempt " + region.attempt()
                        + recovered(region));
            } else if (region.phase() == RegionPhase.FINISHED
                    && before != null
                    && before.phase() != RegionPhase.FINISHED) {
                lines.accept(region.name() + " (" + region.title() + "): finished");
            }
        }
    }

    private void tellFailure(RegionStatus region) {
        RegionFailure failure = region.lastFailure();
        if (failure == null || failure.time() == null) {
            return;
        }
        // What was behind a failure may become known after it was told.
        if (!failure.equals(failures.put(region.name(), failure))) {
            lines.accept(region.name() + " (" + region.title() + "): failed, " + failure.reason()
                    + (failure.worker() == null ? "" : ", worker " + failure.worker())
                    + (failure.message().isEmpty() ? "" : ": " + failure.message()));
        }
    }

    private static String recovered(RegionStatus region) {
        return region.lastRecovery() == null || region.lastRecovery().millis().restored() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.2f s after the loss",
                        region.lastRecovery().millis().restored() / 1000.0);
    }

    @Override
    public void problem(String line) {
        lines.accept(line);
    }
}
