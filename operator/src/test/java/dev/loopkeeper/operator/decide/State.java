package dev.loopkeeper.operator.decide;

import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RequestedSnapshot;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a coordinator says in a test: epoch 1, claimed, without workers or regions, unless something else is said. */
public final class State {

    private long epoch = 1;
    private long claim = 1;
    private final List<WantedWorker> wanted = new ArrayList<>();
    private final List<RegionStatus> regions = new ArrayList<>();
    private Verdict verdict;
    private LiveSettings settings;
    private String earlierSnapshots;
    private RequestedSnapshot requested;

    public static State claimed() {
        return new State();
    }

    public State epoch(long given) {
        epoch = given;
        return this;
    }

    public State unclaimed() {
        claim = 0;
        return this;
    }

    public State region(String name, int attempt, RegionPhase phase) {
        regions.add(new RegionStatus(name, name, phase, attempt, 0, 2, 2, null, null, null));
        return this;
    }

    public State wants(String region, int index, int attempt, String... avoidNodes) {
        WantedWorker plain = WantedWorker.wanted(new WorkerName("rework", region, index, attempt), 2);
        wanted.add(new WantedWorker(
                plain.name(), region, index, attempt, 2, List.of(avoidNodes), plain.state(), null, false));
        return this;
    }

    public State registered(String region, int index, int attempt, String uid) {
        wanted.add(WantedWorker.wanted(new WorkerName("rework", region, index, attempt), 2)
                .registered(uid));
        return this;
    }

    public State leaving(String region, int index, int attempt, String uid) {
        registered(region, index, attempt, uid);
        WantedWorker last = wanted.removeLast();
        wanted.add(new WantedWorker(last.name(), region, index, attempt, 2, List.of(), last.state(), uid, true));
        return this;
    }

    public State verdict(Verdict.Outcome outcome) {
        verdict = new Verdict(outcome, "it is over", Given.NOW.minusSeconds(1));
        return this;
    }

    public State earlierSnapshots(String address) {
        earlierSnapshots = address;
        return this;
    }

    /** A region that has a snapshot. */
    public State snapshot(String name) {
        RegionSnapshot snapshot = new RegionSnapshot("9-1", Given.NOW, 10, 5);
        regions.add(new RegionStatus(name, name, RegionPhase.RUNNING, 1, 0, 2, 2, snapshot, null, null));
        return this;
    }

    /** The answer to a request for a snapshot. */
    public State taken(String token) {
        requested = new RequestedSnapshot(token, Given.NOW, Map.of());
        return this;
    }

    /** The settings in force. */
    public State settings(LiveSettings inForce) {
        settings = inForce;
        return this;
    }

    public ProviderState is() {
        return new ProviderState(
                ProviderProtocol.VERSION,
                "rework",
                epoch,
                7,
                "plan",
                claim,
                "running",
                wanted,
                regions,
                verdict,
                settings,
                requested,
                null,
                earlierSnapshots);
    }
}
