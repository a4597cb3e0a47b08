package dev.loopkeeper.engine.codec;

/** What values weigh in memory as far as their shape alone says it. */
final class Weights {

    /** For shapes whose values differ. */
    static final int VARYING = -1;

    /** A record with its header, roughly. */
    private static final int RECORD = 16;

    private static final int REFERENCE = 4;

    private Weights() {}

    /** What each value weighs, in bytes, or {@link #VARYING}. */
    static int fixed(Shape shape) {
        return switch (shape) {
            case Shape.Enumeration _ -> 0;
            case Shape.Boxed _ -> BoxedCodec.BOX_WEIGHT;
            case Shape.Primitive primitive -> primitive(primitive.type());
            case Shape.Product product
            when product.components().stream().noneMatch(component -> varies(component.shape())) -> ownPart(product);
            default -> VARYING;
        };
    }

    /** A record without what its varying components weigh. A component that may be null is taken as if it were there. */
    static int ownPart(Shape.Product product) {
        int weight = RECORD;
        for (Shape.Component component : product.components()) {
            weight += component.erased().isPrimitive() ? 0 : REFERENCE;
            weight += varies(component.shape()) ? 0 : fixed(component.shape());
        }
        return weight;
    }

    /** Whether a component must be looked at to be weighed. */
    static boolean varies(Shape shape) {
        return fixed(shape) == VARYING;
    }

    private static int primitive(Class<?> type) {
        return type == long.class || type == double.class ? Long.BYTES : Integer.BYTES;
    }
}
