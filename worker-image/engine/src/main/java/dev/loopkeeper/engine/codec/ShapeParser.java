package dev.loopkeeper.engine.codec;

import dev.loopkeeper.engine.ProgramException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the structure of a type by reflection, and refuses what cannot be encoded with the path to it. Used once. */
final class ShapeParser {

    private static final Map<Class<?>, Class<?>> BOXED = Map.of(
            Boolean.class, boolean.class,
            Byte.class, byte.class,
            Short.class, short.class,
            Character.class, char.class,
            Integer.class, int.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class);

    private static final String SUPPORTED =
            "use a record, a sealed interface of records, an enum, String, a boxed primitive or an array of primitives";

    private static final int DEEPEST = 50;

    private final Class<?> root;
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Type> open = new ArrayList<>();
    private final Map<Type, Shape> known = new HashMap<>();

    private ShapeParser(Class<?> root) {
        this.root = root;
    }

    /** The shape of a class; {@link ProgramException} if its values cannot be encoded. */
    static Shape parse(Class<?> type) {
        ShapeParser parser = new ShapeParser(type);
        if (type.isPrimitive()) {
            throw parser.refused("is a primitive type; use the boxed one");
        }
        return parser.shape(type, Map.of());
    }

    private Shape shape(Type type, Map<TypeVariable<?>, Type> bindings) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric((ParameterizedType) bind(generic, bindings));
            case TypeVariable<?> variable -> {
                Type bound = bindings.get(variable);
                if (bound == null) {
                    throw refused("has the open type parameter " + variable + "; " + SUPPORTED + " in its place");
                }
                yield shape(bound, Map.of());
            }
            case WildcardType wildcard
            when wildcard.getLowerBounds().length == 0 -> shape(wildcard.getUpperBounds()[0], bindings);
            default -> throw refused("is " + type.getTypeName() + "; " + SUPPORTED);
        };
    }

    private Shape ofClass(Class<?> type) {
        Class<?> primitive = BOXED.get(type);
        if (primitive != null) {
            return new Shape.Boxed(type, primitive);
        }
        if (type == String.class) {
            return new Shape.Text();
        }
        if (type.isPrimitive()) {
            return new Shape.Primitive(type);
        }
        if (type.isArray()) {
            return ofArray(type);
        }
        if (type.isEnum()) {
            return new Shape.Enumeration(type);
        }
        if (type == List.class || type == Map.class || type == Optional.class) {
            throw refused("is a " + type.getSimpleName()
                    + " of unknown elements; make it a component of a record, with its type arguments");
        }
        if (type.isRecord()) {
            return known(type, () -> product(type, type, simpleName(type), Map.of()));
        }
        if (type.isInterface() && type.isSealed()) {
            return known(type, () -> sum(type));
        }
        throw refused(because(type));
    }

    private Shape ofArray(Class<?> type) {
        if (type.getComponentType().isPrimitive()) {
            return new Shape.PrimitiveArray(type);
        }
        String element = type.getComponentType().getSimpleName();
        throw refused("is an array of " + element + ", and only arrays of primitives can be encoded; use List<"
                + element + "> as a record's component");
    }

    private Shape ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == List.class) {
            return new Shape.ListOf(inside("element", () -> shape(arguments[0], Map.of())));
        }
        if (raw == Map.class) {
            return new Shape.MapOf(
                    inside("key", () -> shape(arguments[0], Map.of())),
                    inside("value", () -> shape(arguments[1], Map.of())));
        }
        if (raw == Optional.class) {
            return new Shape.OptionalOf(inside("value", () -> shape(arguments[0], Map.of())));
        }
        if (raw.isRecord()) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            Map<TypeVariable<?>, Type> bindings = new HashMap<>();
            StringBuilder name = new StringBuilder(simpleName(raw)).append('<');
            for (int i = 0; i < variables.length; i++) {
                bindings.put(variables[i], arguments[i]);
                name.append(i == 0 ? "" : ", ").append(ShapeText.typeName(arguments[i]));
            }
            return known(type, () -> product(type, raw, name.append('>').toString(), bindings));
        }
        throw refused(because(raw));
    }

    private Shape product(Type generic, Class<?> type, String name, Map<TypeVariable<?>, Type> bindings) {
        return enter(generic, () -> {
            List<Shape.Component> components = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                Shape shape = inside(component.getName(), () -> shape(component.getGenericType(), bindings));
                components.add(new Shape.Component(component.getName(), component.getType(), shape));
            }
            return new Shape.Product(type, name, components);
        });
    }

    private Shape sum(Class<?> type) {
        if (type.getTypeParameters().length > 0) {
            throw refused("is the generic sealed interface " + simpleName(type) + "; use one without type parameters");
        }
        return enter(type, () -> {
            Set<Class<?>> alternatives = new TreeSet<>(Comparator.<Class<?>, String>comparing(ShapeParser::simpleName)
                    .thenComparing(Class::getName));
            collectAlternatives(type, alternatives);
            List<Shape> shapes = new ArrayList<>();
            for (Class<?> alternative : alternatives) {
                shapes.add(inside(simpleName(alternative), () -> shape(alternative, Map.of())));
            }
            return new Shape.Sum(type, shapes);
        });
    }

    private void collectAlternatives(Class<?> type, Set<Class<?>> alternatives) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord() || permitted.isEnum()) {
                alternatives.add(permitted);
            } else if (permitted.isInterface() && permitted.isSealed()) {
                collectAlternatives(permitted, alternatives);
            } else {
                throw refused("permits " + simpleName(permitted)
                        + ", which is no record, enum or sealed interface; make it one of these");
            }
        }
    }

    /** Arguments in which the variables of the record around them are replaced by what they stand for. */
    private Type bind(Type type, Map<TypeVariable<?>, Type> bindings) {
        return switch (type) {
            case TypeVariable<?> variable when bindings.containsKey(variable) -> bindings.get(variable);
            case WildcardType wildcard
            when wildcard.getLowerBounds().length == 0 -> bind(wildcard.getUpperBounds()[0], bindings);
            case ParameterizedType generic ->
                new BoundType(
                        (Class<?>) generic.getRawType(),
                        Arrays.stream(generic.getActualTypeArguments())
                                .map(argument -> bind(argument, bindings))
                                .toList());
            default -> type;
        };
    }

    private Shape known(Type type, Supplier<Shape> make) {
        Shape shape = known.get(type);
        if (shape == null) {
            shape = make.get();
            known.put(type, shape);
        }
        return shape;
    }

    private Shape enter(Type type, Supplier<Shape> make) {
        // The depth catches generic records whose arguments grow with each turn.
        if (open.contains(type) || open.size() > DEEPEST) {
            throw refused("is " + ShapeText.typeName(type)
                    + " again: a type that contains itself cannot be encoded; use a list of its parts");
        }
        open.add(type);
        Shape shape = make.get();
        open.removeLast();
        return shape;
    }

    private Shape inside(String part, Supplier<Shape> make) {
        path.addLast(part);
        Shape shape = make.get();
        path.removeLast();
        return shape;
    }

    private ProgramException refused(String what) {
        String where = path.isEmpty() ? "it" : "its part " + String.join(".", path);
        return new ProgramException("values of type " + simpleName(root) + " cannot be encoded: " + where + " " + what);
    }

    private static String because(Class<?> type) {
        String name = simpleName(type);
        if (List.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return "is of class " + name + "; declare it as " + (List.class.isAssignableFrom(type) ? "List" : "Map");
        }
        if (type.isInterface()) {
            return "is the interface " + name + ", which is not sealed; seal it, with records that implement it";
        }
        return "is of class " + name + "; " + SUPPORTED;
    }

    /** The name without its package: {@code Outer.Inner}. */
    static String simpleName(Class<?> type) {
        @Nullable String canonical = type.getCanonicalName();
        if (canonical == null || type.isPrimitive() || type.isArray()) {
            return type.getSimpleName();
        }
        String packageName = type.getPackageName();
        return packageName.isEmpty() ? canonical : canonical.substring(packageName.length() + 1);
    }

    /** A generic type without open variables, equal to any other of the same parts. */
    private record BoundType(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }
}
