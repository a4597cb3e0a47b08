package dev.loopkeeper.engine.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps: a header of {@code size + 1}, or 0 for null; then keys and values in the map's order, which is kept. */
@SuppressWarnings({"rawtypes", "unchecked"})
record MapCodec(Codec key, Codec value) implements Codec<@Nullable Map> {

    private static final int MAP_WEIGHT = 64;
    private static final int ENTRY_WEIGHT = 48;

    @Override
    public void write(@Nullable Map map, BinaryWriter out) {
        if (map == null) {
            out.writeByte(0);
            return;
        }
        int size = map.size();
        out.writeVarInt(size + 1);
        int written = 0;
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            key.write(entry.getKey(), out);
            value.write(entry.getValue(), out);
            written++;
        }
        if (written != size) {
            throw new IllegalStateException("a map of " + size + " entries had " + written + " when it was written");
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable Map read(BinaryReader in) {
        int size = ListCodec.readSize(in, 2);
        if (size < 0) {
            return null;
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            put(map, key.read(in), value.read(in));
        }
        if (map.size() != size) {
            throw new CorruptDataException("a map with a key twice before " + in.position());
        }
        return Collections.unmodifiableMap(map);
    }

    private static void put(Map<Object, Object> map, @Nullable Object key, @Nullable Object value) {
        try {
            map.put(key, value);
        } catch (RuntimeException e) {
            // The key's own equals or hashCode does not get along with what was read.
            throw Encoding.refused(e);
        }
    }

    @Override
    public int weigh(@Nullable Map map) {
        if (map == null) {
            return 0;
        }
        long weight = MAP_WEIGHT;
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            weight += ENTRY_WEIGHT + (long) key.weigh(entry.getKey()) + value.weigh(entry.getValue());
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @Override
    public boolean mutable() {
        return true;
    }
}
