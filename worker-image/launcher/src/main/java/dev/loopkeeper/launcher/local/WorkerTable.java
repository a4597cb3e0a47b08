package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.WantedWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The workers that a provider has started. Owned by one thread, but for {@link #running}. */
final class WorkerTable {

    private final WorkerHost host;
    private final Consumer<Runnable> owner;
    private final BiConsumer<String, ChildExit> ended;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private volatile List<RunningWorker> running = List.of();

    private record Entry(LocalWorker worker, @Nullable ChildHandle process) {
        Entry with(WorkerLife life) {
            return new Entry(worker.with(life), process);
        }
    }

    /**
     * An empty table.
     *
     * @param owner runs something on the owner thread, later
     * @param ended is told, on the owner thread, the name and the end of each worker
     */
    WorkerTable(WorkerHost host, Consumer<Runnable> owner, BiConsumer<String, ChildExit> ended) {
        this.host = host;
        this.owner = owner;
        this.ended = ended;
    }

    /** Starts a worker; null if that was not possible, which the table then says of it. */
    @Nullable
    RunningWorker start(WantedWorker wanted) {
        String uid = UUID.randomUUID().toString();
        LocalWorker worker =
                new LocalWorker(wanted.name(), wanted.region(), wanted.attempt(), uid, new WorkerLife.Running(false));
        ChildHandle process;
        try {
            process = host.start(wanted, uid);
        } catch (IOException e) {
            String reason = "it could not be started: " + e.getMessage();
            put(new Entry(worker.with(new WorkerLife.Unstartable(reason)), null));
            return null;
        }
        put(new Entry(worker, process));
        CompletableFuture<Void> _ = process.onExit().thenAccept(exit -> owner.accept(() -> end(uid, exit)));
        return new RunningWorker(wanted.name(), wanted.region(), uid, process);
    }

    private void end(String uid, ChildExit exit) {
        Entry entry = entries.get(uid);
        if (entry != null && entry.worker().life() instanceof WorkerLife.Running(boolean killed)) {
            put(entry.with(new WorkerLife.Ended(exit, killed)));
            ended.accept(entry.worker().name(), exit);
        }
    }

    void kill(String uid) {
        Entry entry = entries.get(uid);
        if (entry != null && entry.process() != null && entry.worker().running()) {
            put(entry.with(new WorkerLife.Running(true)));
            entry.process().kill();
        }
    }

    void forget(String uid) {
        entries.remove(uid);
    }

    void killAll() {
        List.copyOf(entries.keySet()).forEach(this::kill);
    }

    /** Completes when all processes of now have ended. */
    CompletableFuture<Void> allEnded() {
        return CompletableFuture.allOf(entries.values().stream()
                .map(Entry::process)
                .filter(process -> process != null)
                .map(ChildHandle::onExit)
                .toArray(CompletableFuture[]::new));
    }

    private void put(Entry entry) {
        entries.put(entry.worker().uid(), entry);
        List<RunningWorker> now = new ArrayList<>();
        for (Entry each : entries.values()) {
            LocalWorker worker = each.worker();
            if (each.process() != null && worker.life() instanceof WorkerLife.Running(boolean killed) && !killed) {
                now.add(new RunningWorker(worker.name(), worker.region(), worker.uid(), each.process()));
            }
        }
        running = List.copyOf(now);
    }

    List<LocalWorker> workers() {
        return entries.values().stream().map(Entry::worker).toList();
    }

    /** The workers that run and were not told to die. Any thread. */
    List<RunningWorker> running() {
        return running;
    }
}
