package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A store in memory that keeps the contract of conditional writes and answers as a script says; without a script it is a good one. */
public final class ScriptedStore implements ObjectStore {

    /** What happens to a conditional write. */
    public enum Fate {
        DONE,
        /** It is done and its answer is lost. */
        DONE_UNHEARD,
        /** It is not done, and nobody can tell. */
        LOST,
        /** It is given up by its sender and done later, by {@link #deliverDelayed}, if its condition holds then. */
        DELAYED,
        UNAVAILABLE,
        DENIED
    }

    private final TreeMap<String, StoredObject> objects = new TreeMap<>();
    private final Deque<Fate> fates = new ArrayDeque<>();
    private final List<Runnable> delayed = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private long etags;
    private int writes;
    private int readsToFail;

    public void script(Fate... next) {
        fates.addAll(List.of(next));
    }

    public void failReads(int count) {
        readsToFail = count;
    }

    /** The writes given up long ago arrive at last. */
    public void deliverDelayed() {
        List<Runnable> arriving = List.copyOf(delayed);
        delayed.clear();
        arriving.forEach(Runnable::run);
    }

    /** How many conditional writes were asked for. */
    public int writes() {
        return writes;
    }

    public List<String> deleted() {
        return deleted;
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        if (readsToFail > 0) {
            readsToFail--;
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "the store does not answer");
        }
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        StoredObject object = objects.get(key);
        if (object == null || offset + length > object.content().length) {
            throw new StoreException(StoreException.Kind.MISSING, "object " + key + " is missing");
        }
        return Arrays.copyOfRange(object.content(), (int) offset, (int) offset + length);
    }

    @Override
    public String put(String key, ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        String etag = "e" + ++etags;
        objects.put(key, new StoredObject(bytes, etag));
        return etag;
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException {
        writes++;
        Fate fate = fates.isEmpty() ? Fate.DONE : fates.poll();
        switch (fate) {
            case DONE -> {
                return attempt(key, content, condition);
            }
            case DONE_UNHEARD -> attempt(key, content, condition);
            case LOST -> {}
            case DELAYED -> delayed.add(() -> attempt(key, content, condition));
            case UNAVAILABLE -> throw new StoreException(StoreException.Kind.UNAVAILABLE, "the store does not answer");
            case DENIED -> throw new StoreException(StoreException.Kind.DENIED, "no right to write " + key);
        }
        throw new StoreException(StoreException.Kind.UNCLEAR, "no answer to the write of " + key);
    }

    private ConditionalPut attempt(String key, ByteBuffer content, Precondition condition) {
        StoredObject present = objects.get(key);
        boolean holds = switch (condition) {
            case Precondition.Absent absent -> present == null;
            case Precondition.Matches matches ->
                present != null && present.etag().equals(matches.etag());
        };
        return holds ? new ConditionalPut.Written(put(key, content)) : new ConditionalPut.Refused();
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) {
        List.copyOf(objects.tailMap(prefix).entrySet()).stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .forEach(entry -> each.accept(
                        new ObjectEntry(entry.getKey(), entry.getValue().content().length, Instant.EPOCH)));
    }

    @Override
    public void delete(Collection<String> keys) {
        deleted.addAll(keys);
        keys.forEach(objects::remove);
    }

    @Override
    public void close() {}
}
