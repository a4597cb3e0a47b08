package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Objects in memory, as many threads and workers of a test share them. */
public final class MemoryObjectStore implements ObjectStore {

    public final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final AtomicInteger gets = new AtomicInteger();
    final AtomicInteger ranges = new AtomicInteger();
    public volatile boolean down;

    private void check() throws StoreException {
        if (down) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "the store at memory: does not answer");
        }
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        check();
        gets.incrementAndGet();
        return Optional.ofNullable(objects.get(key)).map(content -> new StoredObject(content.clone(), "etag"));
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
    public String put(String key, ByteBuffer content) throws StoreException {
        check();
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        if (objects.put(key, bytes) != null) {
            throw new AssertionError("object " + key + " is written twice");
        }
        return "etag";
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) {
        throw new UnsupportedOperationException("workers write nothing that fences");
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) {
        throw new UnsupportedOperationException("workers list nothing");
    }

    @Override
    public void delete(Collection<String> keys) {
        throw new UnsupportedOperationException("workers delete nothing");
    }

    @Override
    public void close() {}
}
