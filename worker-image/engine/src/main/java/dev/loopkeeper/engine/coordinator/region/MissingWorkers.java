package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.provider.ObservedWorker;
import java.util.ArrayList;
import java.util.List;

/** Says which workers of an attempt have not come, and what the provider knows of them. Pure. */
final class MissingWorkers {

    /** How many are named; the others are in the same case as a rule. */
    private static final int NAMED = 3;

    private MissingWorkers() {}

    static String describe(RegionWorkers workers, List<ObservedWorker> seen) {
        List<String> missing = new ArrayList<>();
        for (int index = 0; index < workers.count(); index++) {
            if (workers.registered(index) == null) {
                missing.add(describe(workers.name(index), seen));
            }
        }
        String named = String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())));
        return missing.size() > NAMED ? named + " and " + (missing.size() - NAMED) + " more" : named;
    }

    /** The nodes on which those are, by what their provider says. */
    static List<String> nodes(RegionWorkers workers, List<ObservedWorker> seen) {
        return seen.stream()
                .filter(worker -> worker.node() != null && !worker.node().isEmpty())
                .filter(worker -> {
                    int index = workers.index(worker.name());
                    return index >= 0 && workers.registered(index) == null;
                })
                .map(ObservedWorker::node)
                .distinct()
                .toList();
    }

    private static String describe(String name, List<ObservedWorker> seen) {
        for (ObservedWorker worker : seen) {
            if (worker.name().equals(name)) {
                List<String> known = new ArrayList<>(List.of(worker.phase().name()));
                if (worker.reason() != null) {
                    known.add(worker.reason());
                }
                if (worker.message() != null && !worker.message().isBlank()) {
                    known.add(worker.message());
                }
                return name + " (" + String.join(", ", known) + ")";
            }
        }
        return name + " (its provider has not made it)";
    }
}
