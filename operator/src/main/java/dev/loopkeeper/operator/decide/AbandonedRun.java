package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.RegionPhase;
import dev.loopkeeper.crds.v1alpha1.RegionSnapshotStatus;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told of a run that a change gives up without a stop snapshot: what is processed again, and from where (K18). */
final class AbandonedRun {

    /** An event's message holds no more than 1 KiB. */
    private static final int MOST_REGIONS = 10;

    private static final String BEGINNING = " from its beginning";

    private AbandonedRun() {}

    static void tell(Observation seen, RunView run, Decision.Builder decision) {
        List<String> again =
                seen.stream().map(StreamView::state).map(AbandonedRun::heard).orElseGet(() -> written(seen));
        if (again.isEmpty()) {
            return;
        }
        int unnamed = again.size() - MOST_REGIONS;
        String named = Stream.concat(
                        again.stream().limit(MOST_REGIONS),
                        unnamed <= 0 ? Stream.empty() : Stream.of("and " + unnamed + " more"))
                .collect(Collectors.joining(", "));
        // Once: the cache may not have the run's end yet, and this would be told again.
        decision.add(new Step.TellOnce(
                true,
                "RunAbandoned",
                "run " + run.number() + " ended without a stop snapshot; processed again: " + named));
    }

    private static List<String> heard(ProviderState state) {
        return state.regions().stream()
                .filter(region -> region.attempt() > 0 && !region.phase().terminal())
                .map(region -> region.name()
                        + Optional.ofNullable(region.lastSnapshot())
                                .map(RegionSnapshot::id)
                                .map(AbandonedRun::since)
                                .orElse(BEGINNING))
                .toList();
    }

    /** Where the coordinator is not heard any more: what is a few seconds old may name a snapshot before the last. */
    private static List<String> written(Observation seen) {
        IterativeJobStatus status = seen.job().status();
        return Optional.ofNullable(status).map(IterativeJobStatus::regions).stream()
                .flatMap(List::stream)
                .filter(AbandonedRun::worked)
                .map(region -> region.name()
                        + Optional.ofNullable(region.lastSnapshot())
                                .map(RegionSnapshotStatus::id)
                                .map(AbandonedRun::since)
                                .orElse(BEGINNING))
                .toList();
    }

    private static boolean worked(RegionStatus region) {
        return region.attempt() != null && region.attempt() > 0 && region.phase() != RegionPhase.FINISHED;
    }

    private static String since(String snapshot) {
        return " since snapshot " + snapshot;
    }
}
