package dev.loopkeeper.operator.status;

import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Pod;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
import java.time.Duration;
import java.util.List;

/** Regions as a coordinator tells of them in a test. */
final class Regions {

    private Regions() {}

    static RegionStatus region(
            String name, RegionPhase phase, int restarts, RegionSnapshot snapshot, RegionFailure failure) {
        return new RegionStatus(name, name, phase, 1, restarts, 2, 2, snapshot, failure, null);
    }

    /** The coordinator of epoch 1 tells of these. */
    static Given heard(List<RegionStatus> regions) {
        return heard(1, regions);
    }

    static Given heard(int epoch, List<RegionStatus> regions) {
        ProviderState state = new ProviderState(
                ProviderProtocol.VERSION, "rework", epoch, 7, "plan", 9, "running", List.of(), regions, null);
        return Given.runningJob()
                .pod(Pod.coordinator(epoch))
                .heard("uid-of-rework-coordinator-" + epoch, Duration.ZERO, state);
    }
}
