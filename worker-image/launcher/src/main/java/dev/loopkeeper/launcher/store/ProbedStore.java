package dev.loopkeeper.launcher.store;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.StoreAbilities;
import dev.loopkeeper.storage.StoreProbe;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that is tried out with the first call, not before: a coordinator answers its provider also while the store is down (K5). Until the probe
 * has succeeded each call fails as the probe does, and the caller's own patience applies. Safe for all threads.
 */
public final class ProbedStore implements ObjectStore {

    private final S3Settings settings;
    private final boolean fencingRequired;
    private @Nullable ObjectStore opened;

    /** @param fencingRequired whether a store without conditional writes is refused */
    public ProbedStore(S3Settings settings, boolean fencingRequired) {
        this.settings = settings;
        this.fencingRequired = fencingRequired;
    }

    private synchronized ObjectStore store() throws StoreException {
        ObjectStore store = opened == null ? probed() : opened;
        opened = store;
        return store;
    }

    private ObjectStore probed() throws StoreException {
        StoreAbilities abilities = StoreProbe.probe(settings);
        Optional<String> lack = abilities.lack();
        if (lack.isPresent() && fencingRequired) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "the store at " + settings.endpoint() + " " + lack.get()
                            + "; use another store, or accept that with spec.snapshots.store.conditionalWrites: Off");
        }
        ObjectStore store = S3ObjectStore.open(settings, abilities.etagForm());
        return lack.isEmpty() ? store : new UnfencedStore(store);
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        return store().get(key);
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        return store().getRange(key, offset, length);
    }

    @Override
    public String put(String key, ByteBuffer content) throws StoreException {
        return store().put(key, content);
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException {
        return store().putIf(key, content, condition);
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) throws StoreException {
        store().list(prefix, each);
    }

    @Override
    public void delete(Collection<String> keys) throws StoreException {
        store().delete(keys);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
