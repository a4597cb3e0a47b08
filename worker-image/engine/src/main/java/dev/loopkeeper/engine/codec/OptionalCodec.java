package dev.loopkeeper.engine.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Optionals: 0 for null, 1 for an empty one, 2 before a value. */
@SuppressWarnings({"rawtypes", "unchecked"})
record OptionalCodec(Codec value) implements Codec<@Nullable Optional> {

    private static final int OPTIONAL_WEIGHT = 16;

    @Override
    public void write(@Nullable Optional optional, BinaryWriter out) {
        if (optional == null) {
            out.writeByte(0);
        } else if (optional.isEmpty()) {
            out.writeByte(1);
        } else {
            out.writeByte(2);
            value.write(optional.get(), out);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable Optional read(BinaryReader in) {
        return switch (in.readByte()) {
            case 0 -> null;
            case 1 -> Optional.empty();
            case 2 -> {
                Object present = value.read(in);
                if (present == null) {
                    throw new CorruptDataException("an optional of nothing before " + in.position());
                }
                yield Optional.of(present);
            }
            default -> throw new CorruptDataException("no optional before " + in.position());
        };
    }

    @Override
    public int weigh(@Nullable Optional optional) {
        return optional == null ? 0 : OPTIONAL_WEIGHT + (optional.isPresent() ? value.weigh(optional.get()) : 0);
    }

    @Override
    public boolean mutable() {
        return value.mutable();
    }
}
