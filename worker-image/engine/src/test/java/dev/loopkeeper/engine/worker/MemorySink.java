package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps lines in this process: prepared ones by transaction, and those that have been committed, by job. */
final class MemorySink implements Sink<String> {

    private static final AtomicLong TRANSACTIONS = new AtomicLong();
    private static final Map<String, List<String>> PREPARED = new ConcurrentHashMap<>();
    private static final Map<String, Set<String>> COMMITTED = new ConcurrentHashMap<>();

    /** Makes a transaction visible, as the coordinator does; doing it again changes nothing. */
    static void commit(String job, String transaction) {
        COMMITTED.computeIfAbsent(job, unused -> ConcurrentHashMap.newKeySet()).add(transaction);
    }

    /** All committed lines of a job, sorted. */
    static List<String> committed(String job) {
        List<String> lines = new ArrayList<>();
        COMMITTED.getOrDefault(job, Set.of()).forEach(transaction -> lines.addAll(PREPARED.get(transaction)));
        return lines.stream().sorted().toList();
    }

    @Override
    public SinkWriter<String> open(SinkContext context) {
        return new SinkWriter<>() {
            private List<String> lines = new ArrayList<>();

            @Override
            public void write(String line) {
                lines.add(line);
            }

            @Override
            public Callable<List<String>> prepare() {
                List<String> batch = lines;
                lines = new ArrayList<>();
                return () -> {
                    if (batch.isEmpty()) {
                        return List.of();
                    }
                    String transaction = context.jobUid() + "/" + context.fence() + "/" + context.taskIndex() + "/"
                            + TRANSACTIONS.incrementAndGet();
                    PREPARED.put(transaction, batch);
                    return List.of(transaction);
                };
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SinkCommitter committer(SinkContext context) {
        return transaction -> commit(context.jobUid(), transaction);
    }
}
