package dev.loopkeeper.engine.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Record types of all shapes, and random values of them. */
final class CodecSamples {

    private final Random random;

    CodecSamples(long seed) {
        random = new Random(seed);
    }

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green with a class of its own";
            }
        },
        BLUE
    }

    record Hop(long key, int left) {}

    record Label(String vertex, String label) {}

    private record Hidden(String text, boolean flag) {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Boxes(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h) {}

    record Nested(Hop hop, Label label, Color color, Hop other) {}

    record Collections(List<String> names, Map<String, List<Hop>> hops, Optional<Label> label, List<Integer> numbers) {}

    record Pair<A, B>(A first, B second) {}

    record Generic(Pair<String, Long> one, Pair<Pair<Color, Integer>, List<String>> two) {}

    record Empty() {}

    record Empties(List<Empty> all) {}

    sealed interface Message permits Text, Count, Kind, Note {}

    record Text(String text) implements Message {}

    record Count(long count) implements Message {}

    sealed interface Kind extends Message permits Fruit, Stone {}

    enum Fruit implements Kind {
        APPLE,
        PEAR {}
    }

    record Stone(int grams) implements Kind {}

    record Note(List<Text> texts) implements Message {}

    record Envelope(Message message, List<Message> more) {}

    record Arrays(int[] ints, double[] doubles, byte[] bytes) {}

    record Positive(int value) {

        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    static Class<?> hidden() {
        return Hidden.class;
    }

    /** Types whose values are equal by content. */
    static List<Class<?>> types() {
        return List.of(
                String.class,
                Long.class,
                Integer.class,
                Double.class,
                Color.class,
                Hop.class,
                Label.class,
                Hidden.class,
                Primitives.class,
                Boxes.class,
                Nested.class,
                Collections.class,
                Generic.class,
                Empty.class,
                Empties.class,
                Message.class,
                Envelope.class);
    }

    /** A random value that is not null. */
    Object value(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> text();
            case "Long" -> wholeNumber();
            case "Integer" -> (int) wholeNumber();
            case "Double" -> Double.longBitsToDouble(random.nextLong());
            case "Color" -> Color.values()[random.nextInt(3)];
            case "Hop" -> hop();
            case "Label" -> new Label(maybe(text()), maybe(text()));
            case "Hidden" -> new Hidden(maybe(text()), random.nextBoolean());
            case "Primitives" -> primitives();
            case "Boxes" -> boxes();
            case "Nested" ->
                new Nested(
                        maybe(hop()),
                        (Label) maybe(value(Label.class)),
                        (Color) maybe(value(Color.class)),
                        maybe(hop()));
            case "Collections" -> collections();
            case "Generic" ->
                new Generic(
                        maybe(new Pair<>(maybe(text()), maybe(wholeNumber()))),
                        new Pair<>(
                                maybe(new Pair<>((Color) maybe(value(Color.class)), maybe(random.nextInt()))),
                                maybe(texts())));
            case "Empty" -> new Empty();
            case "Empties" -> new Empties(java.util.Collections.nCopies(random.nextInt(5), new Empty()));
            case "Message" -> message();
            case "Envelope" -> envelope();
            default -> throw new IllegalArgumentException(type.getName());
        };
    }

    private Hop hop() {
        return new Hop(wholeNumber(), random.nextInt());
    }

    private Primitives primitives() {
        return new Primitives(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                (char) random.nextInt(),
                (int) wholeNumber(),
                wholeNumber(),
                Float.intBitsToFloat(random.nextInt()),
                Double.longBitsToDouble(random.nextLong()));
    }

    private Boxes boxes() {
        Primitives all = primitives();
        return new Boxes(
                maybe(all.a()),
                maybe(all.b()),
                maybe(all.c()),
                maybe(all.d()),
                maybe(all.e()),
                maybe(all.f()),
                maybe(all.g()),
                maybe(all.h()));
    }

    private Collections collections() {
        Map<String, List<Hop>> hops = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Hop> list = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                list.add(maybe(hop()));
            }
            hops.put(maybe(text()), maybe(list));
        }
        List<Integer> numbers = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            numbers.add(maybe(random.nextInt()));
        }
        Optional<Label> label = random.nextBoolean() ? Optional.empty() : Optional.of((Label) value(Label.class));
        return new Collections(maybe(texts()), maybe(hops), maybe(label), numbers);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            texts.add(maybe(text()));
        }
        return texts;
    }

    private Message message() {
        return switch (random.nextInt(5)) {
            case 0 -> new Text(maybe(text()));
            case 1 -> new Count(wholeNumber());
            case 2 -> Fruit.values()[random.nextInt(2)];
            case 3 -> new Stone(random.nextInt());
            default -> new Note(List.of(new Text(text())));
        };
    }

    private Envelope envelope() {
        List<Message> more = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            more.add(maybe(message()));
        }
        return new Envelope(maybe(message()), more);
    }

    /** Of all magnitudes, the extremes included. */
    long wholeNumber() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> Integer.MIN_VALUE;
            default -> random.nextLong() >> random.nextInt(64);
        };
    }

    /** Latin-1 and beyond, with lone surrogates. */
    String text() {
        int length = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(12);
        int bound = List.of(0x80, 0x100, 0x10000).get(random.nextInt(3));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(bound));
        }
        return text.toString();
    }

    private <T> T maybe(T value) {
        return random.nextInt(6) == 0 ? null : value;
    }
}
