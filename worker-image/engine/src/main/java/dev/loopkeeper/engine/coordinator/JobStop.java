package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.StopRequest;
import java.util.function.Consumer;

/** Ends a run that a later one goes on from: with a snapshot of every region, or as it is. Asked for once. On the coordinator's thread. */
final class JobStop {

    /** Before it is looked again whether output is visible. */
    private static final long LOOK_MILLIS = 50;

    private final CoordinatorPorts ports;
    private final CurrentSettings settings;
    private final JobRegions regions;
    private final JobEnd end;
    private final Consumer<String> activity;
    private boolean asked;

    /** @param activity told what the coordinator is doing */
    JobStop(
            CoordinatorPorts ports,
            CurrentSettings settings,
            JobRegions regions,
            JobEnd end,
            Consumer<String> activity) {
        this.ports = ports;
        this.settings = settings;
        this.regions = regions;
        this.end = end;
        this.activity = activity;
    }

    boolean asked() {
        return asked;
    }

    /** The provider wants the run to end; what it repeats changes nothing. */
    void ask(StopRequest request) {
        if (asked) {
            return;
        }
        asked = true;
        activity.accept("stopping");
        if (!request.snapshot()) {
            suspend();
            return;
        }
        if (request.deadline() != null) {
            ports.after(Math.max(0, request.deadline().toEpochMilli() - ports.now()), this::suspend);
        } else if (!request.rescalable()) {
            ports.after(settings.now().snapshotTimeoutMillis(), this::suspend);
        }
        regions.forEach(region -> region.stop(request.rescalable()));
        ports.changed();
    }

    /** Ends the run without a verdict on the job; only when all output that is committed is visible (PROTOCOL, Sinks). */
    void suspend() {
        if (end.over()) {
            return;
        }
        regions.shutDown(RegionPhase.STOPPED);
        if (regions.all().stream().allMatch(region -> region.snapshots().settled())) {
            end.suspended();
        } else {
            activity.accept("stopping: committed output is not all visible yet");
            ports.after(LOOK_MILLIS, this::suspend);
        }
    }
}
