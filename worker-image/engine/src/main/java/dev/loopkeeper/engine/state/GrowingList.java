package dev.loopkeeper.engine.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The list of one key: read-only for programs, appended to by its state. An element is never replaced and its place never used again, so
 * that a cut needs no copy. Belongs to the task's thread.
 */
final class GrowingList<V> extends AbstractList<V> implements RandomAccess {

    private static final int FIRST_CAPACITY = 4;

    private @Nullable Object[] elements;
    private int size;

    GrowingList() {
        this(FIRST_CAPACITY);
    }

    GrowingList(int capacity) {
        elements = new Object[capacity];
    }

    void append(V value) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(FIRST_CAPACITY, Math.addExact(size, (size >> 1) + 1)));
        }
        elements[size++] = value;
        modCount++; // a program that adds while it walks the list fails at once instead of walking for ever
    }

    ListPrefix prefix() {
        return new ListPrefix(elements, size);
    }

    @Override
    @SuppressWarnings("unchecked") // only append writes
    public V get(int index) {
        return (V) Objects.requireNonNull(elements[Objects.checkIndex(index, size)]);
    }

    @Override
    public int size() {
        return size;
    }
}
