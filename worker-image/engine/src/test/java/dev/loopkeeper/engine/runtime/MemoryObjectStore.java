package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Objects in memory, as many threads and workers of a test share them. */
public final class MemoryObjectStore implements ObjectStore {

    public final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Long> etags = new ConcurrentHashMap<>();
    final AtomicInteger gets = new AtomicInteger();
    final AtomicInteger ranges = new AtomicInteger();
    public volatile boolean down;

    private void check() throws StoreException {
        if (down) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "the store at memory: does not answer");
        }
    }

    @Override
    public synchronized Optional<StoredObject> get(String key) throws StoreException {
        check();
        gets.incrementAndGet();
        return Optional.ofNullable(objects.get(key)).map(content -> new StoredObject(content.clone(), etag(key)));
    }

    private String etag(String key) {
        return "etag-" + etags.getOrDefault(key, 0L);
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        check();
        ranges.incrementAndGet();
        byte[] content = objects.get(key);
        if (content == null || offset + length > content.length) {
            throw new StoreException(StoreException.Kind.MISSING, "object " + key + " is not there");
        }
        return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
    }

    @Override
    public synchronized String put(String key, ByteBuffer content) throws StoreException {
        check();
        if (write(key, content) && key.contains("/chunks/")) {
            throw new AssertionError("object " + key + " is written twice");
        }
        return etag(key);
    }

    private boolean write(String key, ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        etags.merge(key, 1L, Long::sum);
        return objects.put(key, bytes) != null;
    }

    @Override
    public synchronized ConditionalPut putIf(String key, ByteBuffer content, Precondition condition)
            throws StoreException {
        check();
        boolean holds = switch (condition) {
            case Precondition.Absent absent -> !objects.containsKey(key);
            case Precondition.Matches matches ->
                objects.containsKey(key) && etag(key).equals(matches.etag());
        };
        if (!holds) {
            return new ConditionalPut.Refused();
        }
        write(key, content);
        return new ConditionalPut.Written(etag(key));
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) throws StoreException {
        check();
        objects.forEach((key, content) -> {
            if (key.startsWith(prefix)) {
                each.accept(new ObjectEntry(key, content.length, Instant.EPOCH));
            }
        });
    }

    @Override
    public void delete(Collection<String> keys) throws StoreException {
        check();
        keys.forEach(objects::remove);
    }

    @Override
    public void close() {}
}
