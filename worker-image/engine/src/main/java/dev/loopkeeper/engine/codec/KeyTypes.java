package dev.loopkeeper.engine.codec;

import dev.loopkeeper.engine.ProgramException;

/** Which types can be keys: those whose equality is by value and whose hash is the same in every process. */
public final class KeyTypes {

    private KeyTypes() {}

    /**
     * Refuses types that cannot be keys.
     *
     * @throws ProgramException if the type cannot be encoded, or has an array, a floating-point number or a map in it
     */
    public static void check(Class<?> keyType) {
        shape(keyType);
    }

    /** The shape of a key type that has passed the check. */
    static Shape shape(Class<?> keyType) {
        Shape shape = ShapeParser.parse(keyType);
        check(keyType, "", shape);
        return shape;
    }

    private static void check(Class<?> keyType, String path, Shape shape) {
        switch (shape) {
            case Shape.Text _, Shape.Enumeration _ -> {}
            case Shape.Primitive primitive -> checkNumber(keyType, path, primitive.type());
            case Shape.Boxed boxed -> checkNumber(keyType, path, boxed.primitive());
            case Shape.PrimitiveArray array ->
                throw refused(keyType, path, array.type().getSimpleName(), "arrays are not equal by their content");
            case Shape.MapOf _ -> throw refused(keyType, path, "Map", "it has no order that could be hashed");
            case Shape.Product product -> {
                for (Shape.Component component : product.components()) {
                    check(keyType, join(path, component.name()), component.shape());
                }
            }
            case Shape.Sum sum -> {
                for (Shape alternative : sum.alternatives()) {
                    check(keyType, join(path, ShapeParser.simpleName(alternative.type())), alternative);
                }
            }
            case Shape.ListOf list -> check(keyType, join(path, "element"), list.element());
            case Shape.OptionalOf optional -> check(keyType, join(path, "value"), optional.value());
        }
    }

    private static void checkNumber(Class<?> keyType, String path, Class<?> primitive) {
        if (primitive == float.class || primitive == double.class) {
            throw refused(keyType, path, primitive.getSimpleName(), "equal numbers may differ in their bits");
        }
    }

    private static String join(String path, String part) {
        return path.isEmpty() ? part : path + "." + part;
    }

    private static ProgramException refused(Class<?> keyType, String path, String type, String why) {
        String where = path.isEmpty() ? "it" : "its part " + path;
        return new ProgramException("type " + ShapeParser.simpleName(keyType) + " cannot be a key: " + where
                + " is of type " + type + ", and " + why + "; use strings, whole numbers, enums or records of these");
    }
}
