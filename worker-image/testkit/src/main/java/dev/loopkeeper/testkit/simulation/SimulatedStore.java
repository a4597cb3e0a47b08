package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A store that keeps the contract of conditional writes and breaks everything else that a store may break: it is unavailable for a while,
 * loses the answers to writes it has done, and does a write long after it was given up.
 */
final class SimulatedStore implements ObjectStore {

    private final VirtualTime time;
    private final Faults faults;
    private final HeadHistory history;
    private final TreeMap<String, StoredObject> objects = new TreeMap<>();
    private final StoreDamage damage = new StoreDamage(objects);
    private Consumer<String> watcher = key -> {};
    private long etags;
    private long unavailableUntil;

    SimulatedStore(VirtualTime time, Faults faults, HeadHistory history) {
        this.time = time;
        this.faults = faults;
        this.history = history;
    }

    void unavailableFor(long millis) {
        unavailableUntil = time.now() + millis;
    }

    /** Has somebody told of every write, by its key, when it is done. */
    void watch(Consumer<String> told) {
        watcher = told;
    }

    StoreDamage damage() {
        return damage;
    }

    HeadHistory history() {
        return history;
    }

    TreeMap<String, StoredObject> objects() {
        return objects;
    }

    private void mayFail() throws StoreException {
        if (time.now() < unavailableUntil || faults.active() && time.chance(faults.storeErrors())) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "simulated: the store does not answer");
        }
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        mayFail();
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        mayFail();
        StoredObject object = objects.get(key);
        if (object == null || offset + length > object.content().length) {
            throw new StoreException(StoreException.Kind.MISSING, "object " + key + " is missing");
        }
        byte[] range = new byte[length];
        System.arraycopy(object.content(), (int) offset, range, 0, length);
        return range;
    }

    @Override
    public String put(String key, ByteBuffer content) throws StoreException {
        mayFail();
        return write(key, bytes(content));
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException {
        mayFail();
        byte[] bytes = bytes(content);
        if (faults.active() && time.chance(faults.lostAnswers())) {
            if (time.random().nextBoolean()) {
                // Done now, the answer lost.
                attempt(key, bytes, condition);
            } else {
                // Under way: done much later, if its precondition still holds then.
                time.after(time.delay(400), () -> attempt(key, bytes, condition));
            }
            throw new StoreException(StoreException.Kind.UNCLEAR, "simulated: no answer to the write of " + key);
        }
        return attempt(key, bytes, condition);
    }

    private ConditionalPut attempt(String key, byte[] content, Precondition condition) {
        StoredObject present = objects.get(key);
        boolean holds = switch (condition) {
            case Precondition.Absent absent -> present == null;
            case Precondition.Matches matches ->
                present != null && present.etag().equals(matches.etag());
        };
        return holds ? new ConditionalPut.Written(write(key, content)) : new ConditionalPut.Refused();
    }

    private String write(String key, byte[] content) {
        String etag = "e" + ++etags;
        objects.put(key, new StoredObject(content, etag));
        history.written(key, content);
        watcher.accept(key);
        return etag;
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) throws StoreException {
        mayFail();
        for (var entry : objects.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            each.accept(new ObjectEntry(
                    entry.getKey(), entry.getValue().content().length, Instant.ofEpochMilli(time.now())));
        }
    }

    @Override
    public void delete(Collection<String> keys) throws StoreException {
        mayFail();
        keys.forEach(objects::remove);
    }

    @Override
    public void close() {}
}
