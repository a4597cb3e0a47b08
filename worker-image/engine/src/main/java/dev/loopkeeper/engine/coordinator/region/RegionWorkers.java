package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.WorkerMessage.Register;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The workers of one attempt of a region: which are wanted, which have registered, what they last said. */
final class RegionWorkers {

    private final String job;
    private final Region region;
    private final int attempt;
    private final int slotsPerWorker;
    private final int count;
    private final Map<Integer, Registered> registered = new HashMap<>();
    private final Set<Integer> ready = new HashSet<>();
    private final Map<Integer, Map<Integer, SlotCounters>> counters = new HashMap<>();
    private final Map<Integer, Long> heard = new HashMap<>();
    private final Map<Integer, LoadedIdentity> identities = new HashMap<>();
    private final Set<Integer> disconnected = new HashSet<>();

    RegionWorkers(String job, Region region, int attempt, int slotsPerWorker) {
        this.job = job;
        this.region = region;
        this.attempt = attempt;
        this.slotsPerWorker = slotsPerWorker;
        this.count = (region.slots().size() + slotsPerWorker - 1) / slotsPerWorker;
    }

    /** A worker that has registered. */
    record Registered(String name, String uid, String node, String dataAddress) {}

    int attempt() {
        return attempt;
    }

    int count() {
        return count;
    }

    int readyCount() {
        return ready.size();
    }

    String name(int index) {
        return new WorkerName(job, region.name(), index, attempt).toString();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            names.add(name(index));
        }
        return names;
    }

    /** The task indexes that a worker runs. */
    List<Integer> slots(int index) {
        int from = index * slotsPerWorker;
        return region.slots().subList(from, Math.min(region.slots().size(), from + slotsPerWorker));
    }

    Map<Integer, Integer> workerOfSlot() {
        Map<Integer, Integer> workers = new HashMap<>();
        for (int index = 0; index < count; index++) {
            for (int slot : slots(index)) {
                workers.put(slot, index);
            }
        }
        return workers;
    }

    Map<Integer, String> dataAddresses() {
        Map<Integer, String> addresses = new HashMap<>();
        registered.forEach((index, worker) -> addresses.put(index, worker.dataAddress()));
        return addresses;
    }

    /**
     * Takes a registration of this attempt.
     *
     * @return false if another process has registered under this name: the worker that was there is gone
     */
    boolean register(Register register, long now) {
        Registered before = registered.get(register.index());
        if (before != null && !before.uid().equals(register.uid())) {
            return false;
        }
        registered.put(
                register.index(),
                new Registered(register.worker(), register.uid(), register.node(), register.dataAddress()));
        heard.put(register.index(), now);
        disconnected.remove(register.index());
        return true;
    }

    void disconnected(int index) {
        if (registered.containsKey(index)) {
            disconnected.add(index);
        }
    }

    boolean isDisconnected(int index) {
        return disconnected.contains(index);
    }

    int registeredCount() {
        return registered.size();
    }

    boolean allRegistered() {
        return registered.size() == count;
    }

    boolean ready(int index) {
        ready.add(index);
        return ready.size() == count;
    }

    void allReady() {
        for (int index = 0; index < count; index++) {
            ready.add(index);
        }
    }

    /** A registered worker that is told to go and whose process is there; null if there is none. */
    String leaving(List<ObservedWorker> observed) {
        for (ObservedWorker worker : observed) {
            Registered known = registered.get(index(worker.name()));
            if (known != null
                    && worker.phase() == WorkerPhase.TERMINATING
                    && known.uid().equals(worker.uid())) {
                return worker.name();
            }
        }
        return null;
    }

    Registered registered(int index) {
        return registered.get(index);
    }

    void heard(int index, long now) {
        if (registered.containsKey(index)) {
            heard.put(index, now);
        }
    }

    /** When a worker was last heard of; {@code now} for one that never was. */
    long lastHeard(int index, long now) {
        return heard.getOrDefault(index, now);
    }

    void heardAll(long now) {
        heard.replaceAll((index, before) -> now);
    }

    void counters(int index, Map<Integer, SlotCounters> slots) {
        counters.put(index, slots);
    }

    /** What a worker works with in handshakes; true if that is new. */
    boolean identity(int index, LoadedIdentity identity) {
        return !identity.equals(identities.put(index, identity));
    }

    /** Of all workers; empty while one has not told. */
    Optional<List<LoadedIdentity>> identities() {
        return allRegistered() && identities.size() == count
                ? Optional.of(List.copyOf(identities.values()))
                : Optional.empty();
    }

    SlotCounters counters() {
        SlotCounters sum = SlotCounters.NONE;
        for (Map<Integer, SlotCounters> slots : counters.values()) {
            for (SlotCounters slot : slots.values()) {
                sum = sum.plus(slot);
            }
        }
        return sum;
    }

    /**
     * A registered worker that was not heard of for too long; -1 if there is none.
     *
     * @param timeoutMillis how long each may be silent
     */
    int silent(long now, ToLongFunction<Registered> timeoutMillis) {
        for (Map.Entry<Integer, Long> entry : heard.entrySet()) {
            if (now - entry.getValue() > timeoutMillis.applyAsLong(registered.get(entry.getKey()))) {
                return entry.getKey();
            }
        }
        return -1;
    }

    /** The index of a worker of this attempt by its name; -1 if it is none. */
    int index(String worker) {
        return names().indexOf(worker);
    }

    /** @param avoidNodes where none is to be placed */
    Collection<WantedWorker> wanted(List<String> avoidNodes) {
        List<WantedWorker> wanted = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            WantedWorker entry = WantedWorker.wanted(
                    new WorkerName(job, region.name(), index, attempt),
                    slots(index).size());
            Registered worker = registered.get(index);
            entry = new WantedWorker(
                    entry.name(),
                    entry.region(),
                    entry.worker(),
                    entry.attempt(),
                    entry.slots(),
                    avoidNodes,
                    entry.state(),
                    null,
                    false);
            wanted.add(worker == null ? entry : entry.registered(worker.uid()));
        }
        return wanted;
    }
}
