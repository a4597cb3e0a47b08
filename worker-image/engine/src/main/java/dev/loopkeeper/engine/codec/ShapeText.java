package dev.loopkeeper.engine.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Spells a shape out, for signatures and people: the structure of each record once, its name alone from then on. */
final class ShapeText {

    private final StringBuilder text = new StringBuilder();
    private final Set<Shape> spelledOut = new HashSet<>();

    private ShapeText() {}

    static String of(Shape shape) {
        ShapeText writer = new ShapeText();
        writer.append(shape);
        return writer.text.toString();
    }

    private void append(Shape shape) {
        switch (shape) {
            case Shape.Text _, Shape.Primitive _, Shape.Boxed _, Shape.PrimitiveArray _ ->
                text.append(shape.type().getSimpleName());
            case Shape.Enumeration enumeration -> appendEnumeration(enumeration);
            case Shape.Product product -> appendProduct(product);
            case Shape.Sum sum -> appendSum(sum);
            case Shape.ListOf list -> appendGeneric("List", list.element());
            case Shape.MapOf map -> appendGeneric("Map", map.key(), map.value());
            case Shape.OptionalOf optional -> appendGeneric("Optional", optional.value());
        }
    }

    private void appendEnumeration(Shape.Enumeration enumeration) {
        String name = ShapeParser.simpleName(enumeration.type());
        if (!spelledOut.add(enumeration)) {
            text.append(name);
            return;
        }
        text.append("enum ").append(name).append('(');
        text.append(Arrays.stream(enumeration.type().getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", ")));
        text.append(')');
    }

    private void appendProduct(Shape.Product product) {
        if (!spelledOut.add(product)) {
            text.append(product.name());
            return;
        }
        text.append("record ").append(product.name()).append('(');
        String separator = "";
        for (Shape.Component component : product.components()) {
            text.append(separator);
            append(component.shape());
            text.append(' ').append(component.name());
            separator = ", ";
        }
        text.append(')');
    }

    private void appendSum(Shape.Sum sum) {
        String name = ShapeParser.simpleName(sum.type());
        if (!spelledOut.add(sum)) {
            text.append(name);
            return;
        }
        text.append("sealed ").append(name).append('(');
        String separator = "";
        for (Shape alternative : sum.alternatives()) {
            text.append(separator);
            append(alternative);
            separator = " | ";
        }
        text.append(')');
    }

    private void appendGeneric(String name, Shape... arguments) {
        text.append(name).append('<');
        String separator = "";
        for (Shape argument : arguments) {
            text.append(separator);
            append(argument);
            separator = ", ";
        }
        text.append('>');
    }

    /** A type argument as it stands in the source, without packages. */
    static String typeName(Type type) {
        return switch (type) {
            case Class<?> plain -> ShapeParser.simpleName(plain);
            case ParameterizedType generic ->
                ShapeParser.simpleName((Class<?>) generic.getRawType())
                        + Arrays.stream(generic.getActualTypeArguments())
                                .map(ShapeText::typeName)
                                .collect(Collectors.joining(", ", "<", ">"));
            default -> type.getTypeName();
        };
    }
}
