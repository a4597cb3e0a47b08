package dev.loopkeeper.engine.codec;

/** Where codecs come from. May be used from any thread. */
public final class Codecs {

    private Codecs() {}

    /**
     * The structure of a type in one line, as it stands in signatures: {@code record Edge(String source, String target)}.
     *
     * @throws dev.loopkeeper.engine.ProgramException if values of the type cannot be encoded
     */
    public static String describe(Class<?> type) {
        return ShapeText.of(ShapeParser.parse(type));
    }
}
