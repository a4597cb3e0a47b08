package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.MultipartStore.Part;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One upload, part after part on other threads. While the store is away it waits and tries again: its owner is held back by {@link #inFlight}, but
 * does not fail. Owned by one thread, except for {@link #await}.
 */
final class BackgroundUpload {

    private final S3Uploads uploads;
    private final String key;
    private final Executor executor;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CompletableFuture<String> begun;
    private CompletableFuture<List<Part>> parts;
    private int count;
    private volatile boolean cancelled;

    BackgroundUpload(S3Uploads uploads, String key, Executor executor) {
        this.uploads = uploads;
        this.key = key;
        this.executor = executor;
        this.begun = CompletableFuture.supplyAsync(() -> insist(() -> uploads.begin(key)), executor);
        this.parts = begun.thenApply(_ -> List.of());
    }

    /** How many parts have been added. */
    int count() {
        return count;
    }

    /** How many parts are not in the store yet. */
    int inFlight() {
        return inFlight.get();
    }

    void add(ByteBuffer content) {
        int number = ++count;
        inFlight.incrementAndGet();
        parts = parts.thenCombineAsync(
                        begun,
                        (before, id) -> {
                            List<Part> all = new ArrayList<>(before);
                            all.add(insist(() -> uploads.uploadPart(key, id, number, content)));
                            return List.copyOf(all);
                        },
                        executor)
                .whenComplete((_, _) -> inFlight.decrementAndGet());
    }

    boolean failed() {
        return parts.isCompletedExceptionally();
    }

    /** The upload as it stands, to be waited for by another thread. */
    Pending pending() {
        return new Pending(begun, parts);
    }

    /** Stops trying and drops what is in the store, if that can be done at once; otherwise the sweep does it. */
    void cancel() {
        cancelled = true;
        parts.whenCompleteAsync(
                (_, _) -> {
                    if (!begun.isCompletedExceptionally()) {
                        abort(begun.join());
                    }
                },
                executor);
    }

    private void abort(String id) {
        try {
            uploads.abort(key, id);
        } catch (StoreException e) {
            // The sweep finds it.
        }
    }

    /** All parts of an upload. */
    record Pending(CompletableFuture<String> begun, CompletableFuture<List<Part>> parts) {

        String uploadId() {
            return begun.join();
        }

        /** @throws TimeoutException if the parts are still on their way; waiting again is right */
        List<Part> await(Duration atMost) throws IOException, TimeoutException {
            try {
                return parts.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IOException(cause.getMessage(), cause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while output was on its way");
            }
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws StoreException;
    }

    private <T> T insist(Call<T> call) {
        for (int failures = 1; ; failures++) {
            if (cancelled) {
                throw new CancellationException("the output was dropped");
            }
            try {
                return call.run();
            } catch (StoreException e) {
                // A part sent twice replaces itself; an upload begun twice is swept.
                if (e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.UNCLEAR) {
                    throw new CompletionException(e);
                }
            }
            try {
                Thread.sleep(Backoff.DEFAULT.after(failures, ThreadLocalRandom.current()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CompletionException(e);
            }
        }
    }
}
