package dev.loopkeeper.engine.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists: a header of {@code size + 1}, or 0 for null; then the elements. They count as mutable, as a program may hold on to one and add to it.
 *
 * @param element takes nulls, and so takes at least one byte for each element
 * @param elementWeight what each element weighs, or -1 if they differ
 */
@SuppressWarnings({"rawtypes", "unchecked"})
record ListCodec(Codec element, int elementWeight) implements Codec<@Nullable List> {

    private static final int LIST_WEIGHT = 40;
    private static final int REFERENCE = 4;

    @Override
    public void write(@Nullable List value, BinaryWriter out) {
        if (value == null) {
            out.writeByte(0);
            return;
        }
        int size = value.size();
        out.writeVarInt(size + 1);
        int written = 0;
        for (Object each : value) {
            element.write(each, out);
            written++;
        }
        if (written != size) {
            throw new IllegalStateException("a list of " + size + " elements had " + written + " when it was written");
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable List read(BinaryReader in) {
        int size = readSize(in, 1);
        if (size < 0) {
            return null;
        }
        Object[] elements = new Object[size];
        for (int i = 0; i < size; i++) {
            elements[i] = element.read(in);
        }
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    /** The size in a header, or -1 for null; no more than fits into what is left, at least {@code elementBytes} for each. */
    static int readSize(BinaryReader in, int elementBytes) {
        int header = in.readVarInt();
        int size = header - 1;
        if (header < 0 || size > in.remaining() / elementBytes) {
            throw new CorruptDataException(
                    Integer.toUnsignedString(size) + " elements at " + in.position() + " go beyond the end");
        }
        return size;
    }

    @Override
    public int weigh(@Nullable List value) {
        if (value == null) {
            return 0;
        }
        long weight = LIST_WEIGHT + (long) value.size() * REFERENCE;
        if (elementWeight >= 0) {
            weight += (long) value.size() * elementWeight;
        } else {
            for (Object each : value) {
                weight += element.weigh(each);
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @Override
    public boolean mutable() {
        return true;
    }
}
