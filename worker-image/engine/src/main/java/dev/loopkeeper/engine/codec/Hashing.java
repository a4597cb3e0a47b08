package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of key hashes: Murmur3's. Public only because hashes generated for a program's records live in the packages of those records
 * and call it. Fixed for ever.
 */
public final class Hashing {

    private Hashing() {}

    /** Takes one more block into the state of Murmur3 (x86, 32 bits). */
    public static int mix(int state, int block) {
        int scrambled = Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
        return Integer.rotateLeft(state ^ scrambled, 13) * 5 + 0xe6546b64;
    }

    /** Takes two blocks in, the low one first. */
    public static int mix(int state, long blocks) {
        return mix(mix(state, (int) blocks), (int) (blocks >>> 32));
    }

    /** Takes a string in by its specified hash code; null as 0. */
    public static int mix(int state, @Nullable String text) {
        return mix(state, text == null ? 0 : text.hashCode());
    }

    /** Takes a component in by its own hash; null as 0. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    public static int mix(int state, KeyHash hash, @Nullable Object component) {
        return mix(state, component == null ? 0 : hash.hash(component));
    }

    /** Murmur3's last step for 32 bits: every bit of the input changes every bit of the output in half of all cases. */
    public static int finish(int state) {
        int hash = state;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    /** Murmur3's last step for 64 bits, and of it the low half. */
    static int finish(long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (hash ^ hash >>> 33);
    }
}
