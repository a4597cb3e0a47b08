package dev.loopkeeper.engine.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the hash of a key's shape. */
final class KeyHashFactory {

    private static final ClassValue<KeyHash<?>> HASHES = new ClassValue<>() {
        @Override
        protected KeyHash<?> computeValue(Class<?> type) {
            return make(KeyTypes.shape(type));
        }
    };

    private KeyHashFactory() {}

    static KeyHash<?> of(Class<?> keyType) {
        return HASHES.get(keyType);
    }

    private static KeyHash<?> make(Shape shape) {
        return switch (shape) {
            case Shape.Text _ -> (KeyHash<String>) text -> Hashing.finish(text.hashCode());
            case Shape.Boxed boxed -> ofPrimitive(boxed.primitive());
            case Shape.Primitive primitive -> ofPrimitive(primitive.type());
            case Shape.Enumeration enumeration -> ofEnum(enumeration.type());
            case Shape.Product product ->
                RecordHashGenerator.generate(
                        product,
                        product.components().stream()
                                .map(component -> make(component.shape()))
                                .toArray(KeyHash<?>[]::new));
            case Shape.Sum sum ->
                new OfSum(
                        sum.alternatives().stream().map(Shape::type).toArray(Class<?>[]::new),
                        sum.alternatives().stream().map(KeyHashFactory::make).toArray(KeyHash<?>[]::new));
            case Shape.ListOf list -> new OfList(make(list.element()));
            case Shape.OptionalOf optional -> new OfOptional(make(optional.value()));
            case Shape.PrimitiveArray _, Shape.MapOf _ -> throw new IllegalStateException("refused as a key: " + shape);
        };
    }

    private static KeyHash<?> ofPrimitive(Class<?> primitive) {
        return switch (primitive.getName()) {
            case "boolean" -> (KeyHash<Boolean>) key -> Hashing.finish(key ? 1 : 0);
            case "byte" -> (KeyHash<Byte>) key -> Hashing.finish(key.intValue());
            case "short" -> (KeyHash<Short>) key -> Hashing.finish(key.intValue());
            case "char" -> (KeyHash<Character>) key -> Hashing.finish((int) key.charValue());
            case "int" -> (KeyHash<Integer>) key -> Hashing.finish(key.intValue());
            case "long" -> (KeyHash<Long>) key -> Hashing.finish(key.longValue());
            default -> throw new IllegalStateException("refused as a key: " + primitive);
        };
    }

    /** By name, so that constants may be added and moved. */
    private static KeyHash<Enum<?>> ofEnum(Class<?> type) {
        int[] hashes = Arrays.stream(type.getEnumConstants())
                .mapToInt(constant -> Hashing.finish(((Enum<?>) constant).name().hashCode()))
                .toArray();
        return key -> hashes[key.ordinal()];
    }

    private record OfList(KeyHash<?> element) implements KeyHash<List<?>> {

        @Override
        public int hash(List<?> key) {
            int state = 0;
            for (Object each : key) {
                state = Hashing.mix(state, element, each);
            }
            return Hashing.finish(state ^ key.size() * Integer.BYTES);
        }
    }

    private record OfOptional(KeyHash<?> value) implements KeyHash<Optional<?>> {

        @Override
        public int hash(Optional<?> key) {
            return key.isEmpty() ? 0 : Hashing.finish(Hashing.mix(1, value, key.get()));
        }
    }

    /** By the alternative's name as well, so that equal components of different alternatives differ. */
    private record OfSum(Class<?>[] types, KeyHash<?>[] hashes, int[] names) implements KeyHash<Object> {

        OfSum(Class<?>[] types, KeyHash<?>[] hashes) {
            this(
                    types,
                    hashes,
                    Arrays.stream(types)
                            .mapToInt(type -> type.getSimpleName().hashCode())
                            .toArray());
        }

        @Override
        public int hash(Object key) {
            Class<?> actual = key instanceof Enum<?> constant ? constant.getDeclaringClass() : key.getClass();
            for (int i = 0; i < types.length; i++) {
                if (types[i] == actual) {
                    return Hashing.finish(Hashing.mix(Hashing.mix(0, names[i]), hashes[i], key));
                }
            }
            throw new IllegalArgumentException(actual.getName() + " is no alternative of the key type");
        }
    }
}
