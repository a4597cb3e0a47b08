package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.WantedState;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When it is worth its requests to look what pods need: an idle job costs none (K11, K22). */
public final class PreparationNeed {

    /** How long it holds while pods are being made. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** How long it holds while what an earlier job has left is going: the collector takes it within seconds, and the job waits for that. */
    public static final Duration GOING = Duration.ofSeconds(1);

    /** After so long it is looked at in any case: certificates age (K14). */
    public static final Duration STALE = Duration.ofHours(12);

    private PreparationNeed() {}

    /** @param gatheredAt when this process last looked; null if it never did, or what it saw holds no more */
    public static boolean due(Observation seen, @Nullable Instant gatheredAt) {
        boolean left = seen.job().paused() && !seen.job().deleting();
        if (left || finished(seen)) {
            return false;
        }
        if (gatheredAt == null || seen.preparation() == null) {
            return true;
        }
        Duration age = Duration.between(gatheredAt, seen.now());
        boolean changed = seen.preparation().generation() != seen.job().generation()
                && !seen.job().deleting();
        if (changed || age.compareTo(STALE) >= 0) {
            return true;
        }
        boolean going = seen.preparation().clashes().stream().anyMatch(NameClash::going);
        Duration fresh = going ? GOING : FRESH;
        return age.compareTo(fresh) >= 0 && podsAreToBeMade(seen, seen.preparation());
    }

    private static boolean finished(Observation seen) {
        boolean over = seen.run().map(RunView::end).filter(RunEnd::isFinal).isPresent();
        return over && !seen.job().deleting();
    }

    private static boolean podsAreToBeMade(Observation seen, Preparation known) {
        if (seen.job().deleting()) {
            return seen.job().finalizer();
        }
        boolean starting = seen.run().map(RunView::ended).orElse(true)
                && !seen.job().spec().suspend();
        boolean running = seen.run().map(run -> !run.ended()).orElse(false);
        boolean noCoordinator =
                running && seen.coordinator().map(PodView::ended).orElse(true);
        // What is suspended needs nothing, whatever is not there.
        boolean incomplete = running
                && (!known.objectsReady()
                        || !known.configReady()
                        || !known.clashes().isEmpty());
        return incomplete || starting || noCoordinator || (running && (wantsAnother(seen) || workersAreMissing(seen)));
    }

    /** A change waits for what its run will need. */
    private static boolean wantsAnother(Observation seen) {
        return seen.run()
                .filter(run -> !run.stopping() && run.generation() != seen.job().generation())
                .map(run -> !RunChange.wanted(seen, run).isEmpty())
                .orElse(false);
    }

    private static boolean workersAreMissing(Observation seen) {
        Set<String> there = seen.workers().stream().map(PodView::name).collect(Collectors.toSet());
        return seen.stream().map(StreamView::state).map(ProviderState::wanted).stream()
                .flatMap(wanted -> wanted.stream())
                .anyMatch(wanted -> wanted.state() == WantedState.WANTED && !there.contains(wanted.name()));
    }
}
