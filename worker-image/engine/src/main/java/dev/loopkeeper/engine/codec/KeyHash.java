package dev.loopkeeper.engine.codec;

/**
 * Hashes keys to 32 well-mixed bits that are the same in every process and version: state is dealt out by them, so they are fixed for ever.
 * May be used from any thread.
 */
@FunctionalInterface
public interface KeyHash<K> {

    int hash(K key);

    /**
     * The hash of a key type.
     *
     * @throws dev.loopkeeper.engine.ProgramException if values of the type cannot be keys
     */
    @SuppressWarnings("unchecked")
    static <K> KeyHash<K> of(Class<K> keyType) {
        return (KeyHash<K>) KeyHashFactory.of(keyType);
    }
}
