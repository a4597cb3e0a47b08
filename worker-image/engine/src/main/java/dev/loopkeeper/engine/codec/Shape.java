package dev.loopkeeper.engine.codec;

import java.util.List;

/**
 * The structure of a type that can be encoded: what codecs, key hashes and signatures are made from. Finite: a type that contains itself is
 * refused.
 */
sealed interface Shape {

    /** The class that values have as far as the bytecode of an accessor or a constructor is concerned. */
    Class<?> type();

    record Text() implements Shape {

        @Override
        public Class<?> type() {
            return String.class;
        }
    }

    /** A component of a primitive type. Never the shape of a whole record. */
    record Primitive(Class<?> type) implements Shape {}

    /** A boxed primitive. */
    record Boxed(Class<?> type, Class<?> primitive) implements Shape {}

    record PrimitiveArray(Class<?> type) implements Shape {

        Class<?> component() {
            return type.getComponentType();
        }
    }

    record Enumeration(Class<?> type) implements Shape {}

    /**
     * A Java record.
     *
     * @param name its simple name, with type arguments where it is generic
     */
    record Product(Class<?> type, String name, List<Component> components) implements Shape {

        public Product {
            components = List.copyOf(components);
        }
    }

    /**
     * A component of a record.
     *
     * @param erased the type of its accessor
     */
    record Component(String name, Class<?> erased, Shape shape) {}

    /** A sealed interface, by all records and enums that can implement it, sorted by name. */
    record Sum(Class<?> type, List<Shape> alternatives) implements Shape {

        public Sum {
            alternatives = List.copyOf(alternatives);
        }
    }

    record ListOf(Shape element) implements Shape {

        @Override
        public Class<?> type() {
            return List.class;
        }
    }

    record MapOf(Shape key, Shape value) implements Shape {

        @Override
        public Class<?> type() {
            return java.util.Map.class;
        }
    }

    record OptionalOf(Shape value) implements Shape {

        @Override
        public Class<?> type() {
            return java.util.Optional.class;
        }
    }
}
