package dev.loopkeeper.engine.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the codec of a shape. Used once for each type that is asked for. */
final class CodecFactory {

    private final Map<Shape, Codec<?>> made = new HashMap<>();

    private CodecFactory() {}

    static Codec<?> make(Shape shape) {
        return new CodecFactory().codec(shape);
    }

    private Codec<?> codec(Shape shape) {
        @Nullable Codec<?> known = made.get(shape);
        if (known == null) {
            known = create(shape);
            made.put(shape, known);
        }
        return known;
    }

    private Codec<?> create(Shape shape) {
        return switch (shape) {
            case Shape.Text _ -> new StringCodec();
            case Shape.Boxed boxed -> BoxedCodec.of(boxed.primitive());
            case Shape.PrimitiveArray array -> PrimitiveArrayCodec.of(array.component());
            case Shape.Enumeration enumeration -> new EnumCodec(enumeration.type());
            case Shape.Product product -> RecordCodecGenerator.generate(product, componentCodecs(product));
            case Shape.Sum sum -> sum(sum);
            case Shape.ListOf list -> new ListCodec(nullable(list.element()), Weights.fixed(list.element()));
            case Shape.MapOf map -> new MapCodec(nullable(map.key()), nullable(map.value()));
            case Shape.OptionalOf optional -> new OptionalCodec(nullable(optional.value()));
            case Shape.Primitive primitive -> BoxedCodec.of(primitive.type());
        };
    }

    private Codec<?> sum(Shape.Sum sum) {
        List<Shape> alternatives = sum.alternatives();
        Class<?>[] types = new Class<?>[alternatives.size()];
        Codec<?>[] codecs = new Codec<?>[alternatives.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = alternatives.get(i).type();
            codecs[i] = codec(alternatives.get(i));
        }
        return new SumCodec(sum.type(), types, codecs);
    }

    private Codec<?>[] componentCodecs(Shape.Product product) {
        return product.components().stream()
                .map(component -> nullable(component.shape()))
                .toArray(Codec<?>[]::new);
    }

    /** The codec of a value that may be null: most have a header that can say so, the others get one. */
    private Codec<?> nullable(Shape shape) {
        Codec<?> codec = codec(shape);
        return switch (shape) {
            case Shape.Product _, Shape.Boxed _ -> new NullableCodec(codec);
            default -> codec;
        };
    }
}
