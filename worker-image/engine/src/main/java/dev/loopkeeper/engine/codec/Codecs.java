package dev.loopkeeper.engine.codec;

/**
 * Where codecs come from. May be used from any thread; the codecs keep no state between calls, so a process has one for each type.
 *
 * <p>References inside of records may be null, and lists, maps and optionals may hold nulls of records; the value itself may not. Lists and
 * maps come back unmodifiable, in the order they were written in.
 */
public final class Codecs {

    private static final ClassValue<Codec<?>> CODECS = new ClassValue<>() {
        @Override
        protected Codec<?> computeValue(Class<?> type) {
            return CodecFactory.make(ShapeParser.parse(type));
        }
    };

    private static final ClassValue<String> DESCRIPTIONS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return ShapeText.of(ShapeParser.parse(type));
        }
    };

    private Codecs() {}

    /**
     * The codec of a type. The first call for a record generates a class; later ones return the same codec.
     *
     * @throws dev.loopkeeper.engine.ProgramException if values of the type cannot be encoded
     */
    @SuppressWarnings("unchecked")
    public static <T> Codec<T> of(Class<T> type) {
        return (Codec<T>) CODECS.get(type);
    }

    /**
     * The structure of a type in one line, as it stands in signatures: {@code record Edge(String source, String target)}.
     *
     * @throws dev.loopkeeper.engine.ProgramException if values of the type cannot be encoded
     */
    public static String describe(Class<?> type) {
        return DESCRIPTIONS.get(type);
    }
}
