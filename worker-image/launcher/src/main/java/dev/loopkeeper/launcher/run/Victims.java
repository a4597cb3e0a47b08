package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.local.LocalProvider;
import dev.loopkeeper.launcher.local.RunningWorker;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The workers that the demonstration may kill: those of regions that run and have committed a snapshot since they last lost one. So every kill
 * costs something that can be seen to be recovered, and a job comes to its end however short the time between two kills is. Used by one thread.
 */
final class Victims {

    private final LocalProvider provider;
    private final Map<String, String> snapshotAtKill = new HashMap<>();

    Victims(LocalProvider provider) {
        this.provider = provider;
    }

    List<RunningWorker> candidates() {
        ProviderState state = provider.state().orElse(null);
        if (state == null) {
            return List.of();
        }
        return provider.running().stream()
                .filter(worker ->
                        state.region(worker.region()).filter(this::ripe).isPresent())
                .toList();
    }

    private boolean ripe(RegionStatus region) {
        return region.phase() == RegionPhase.RUNNING
                && region.lastSnapshot() != null
                && !region.lastSnapshot().id().equals(snapshotAtKill.get(region.name()));
    }

    /** Remembers where the region stood. */
    void killed(RunningWorker victim) {
        provider.state()
                .flatMap(state -> state.region(victim.region()))
                .map(RegionStatus::lastSnapshot)
                .ifPresent(snapshot -> snapshotAtKill.put(victim.region(), snapshot.id()));
    }
}
