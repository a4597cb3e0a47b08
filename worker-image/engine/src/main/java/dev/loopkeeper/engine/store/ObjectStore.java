package dev.loopkeeper.engine.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects by key. May be used from any thread; every call blocks until the store has answered or the implementation's time bound is over, and
 * ends early, with the interrupt flag set, when its thread is interrupted. Etags are opaque and never quoted.
 */
public interface ObjectStore extends AutoCloseable {

    /** The whole object with the etag of exactly these bytes, or empty where there is none. */
    Optional<StoredObject> get(String key) throws StoreException;

    /**
     * A part of an object.
     *
     * @param offset in bytes, from 0
     * @param length in bytes
     * @return exactly {@code length} bytes
     * @throws StoreException {@link StoreException.Kind#MISSING} where the object or a part of the range is not there
     */
    byte[] getRange(String key, long offset, int length) throws StoreException;

    /**
     * Writes an object whatever was there before. Tried again by the implementation, so it may have been done more than once.
     *
     * @param content from its position to its limit; neither is moved. It must not change before the call returns
     * @return the etag of what was written
     */
    String put(String key, ByteBuffer content) throws StoreException;

    /**
     * Writes an object if the condition holds. It is sent once: where the outcome stays unknown it throws {@link StoreException.Kind#UNCLEAR}
     * and the caller reads back (R12).
     */
    ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException;

    /** Hands over every object whose key begins with the prefix, in the order of the store. */
    void list(String prefix, Consumer<ObjectEntry> each) throws StoreException;

    /** Deletes objects; one that is not there is no error. */
    void delete(Collection<String> keys) throws StoreException;

    /** Lets go of connections. Calls under way may fail. */
    @Override
    void close();
}
