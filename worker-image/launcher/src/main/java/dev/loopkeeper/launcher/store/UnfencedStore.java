package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store without conditional writes, which a job file has allowed: the condition is checked before the write, so that two coordinators at the
 * same moment could both succeed (R12 is given up; start-up has said so).
 */
final class UnfencedStore implements ObjectStore {

    private final ObjectStore store;

    UnfencedStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException {
        Optional<StoredObject> now = store.get(key);
        boolean holds = switch (condition) {
            case Precondition.Absent() -> now.isEmpty();
            case Precondition.Matches(String etag) ->
                now.isPresent() && now.get().etag().equals(etag);
        };
        return holds ? new ConditionalPut.Written(store.put(key, content)) : new ConditionalPut.Refused();
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        return store.get(key);
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        return store.getRange(key, offset, length);
    }

    @Override
    public String put(String key, ByteBuffer content) throws StoreException {
        return store.put(key, content);
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) throws StoreException {
        store.list(prefix, each);
    }

    @Override
    public void delete(Collection<String> keys) throws StoreException {
        store.delete(keys);
    }

    @Override
    public void close() {
        store.close();
    }
}
