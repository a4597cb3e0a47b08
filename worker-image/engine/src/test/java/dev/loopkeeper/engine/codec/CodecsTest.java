package dev.loopkeeper.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodecsTest {

    private static final int VALUES = 300;

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(1, 2, 3), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesOfAllShapesComeBackEqual(long seed) {
        CodecSamples samples = new CodecSamples(seed);
        BinaryWriter out = new BinaryWriter(64);
        for (Class<?> type : CodecSamples.types()) {
            Codec<Object> codec = codec(type);
            out.clear();
            List<Object> values = java.util.stream.Stream.generate(() -> samples.value(type))
                    .limit(VALUES)
                    .toList();
            values.forEach(value -> codec.write(value, out));

            BinaryReader in = new BinaryReader(out.array(), 0, out.position());
            for (Object value : values) {
                assertThat(codec.read(in)).as("%s", type.getSimpleName()).isEqualTo(value);
                assertThat(codec.weigh(value)).isNotNegative();
            }
            assertThat(in.remaining()).isZero();
        }
    }

    /** Whatever the bytes: a value, or a CorruptDataException; never another error, and nothing read beyond the end. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void corruptBytesAreRefusedOrReadAsAnotherValue(long seed) {
        CodecSamples samples = new CodecSamples(seed);
        Random random = new Random(seed);
        for (Class<?> type : CodecSamples.types()) {
            Codec<Object> codec = codec(type);
            for (int i = 0; i < VALUES; i++) {
                BinaryWriter out = new BinaryWriter(64);
                codec.write(samples.value(type), out);
                byte[] bytes = corrupt(out.toByteArray(), random);
                BinaryReader in = new BinaryReader(bytes);
                try {
                    codec.read(in);
                    assertThat(in.position()).isLessThanOrEqualTo(bytes.length);
                } catch (CorruptDataException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTruncationIsRefused(long seed) {
        CodecSamples samples = new CodecSamples(seed);
        for (Class<?> type : CodecSamples.types()) {
            Codec<Object> codec = codec(type);
            BinaryWriter out = new BinaryWriter(64);
            codec.write(samples.value(type), out);
            for (int length = 0; length < out.position(); length++) {
                BinaryReader in = new BinaryReader(out.array(), 0, length);
                assertThatThrownBy(() -> codec.read(in))
                        .as("%s cut to %d bytes", type.getSimpleName(), length)
                        .isInstanceOf(CorruptDataException.class);
            }
        }
    }

    @Test
    void hugeLengthsAllocateNothing() {
        byte[] huge = HexFormat.of().parseHex("ffffffff0700000000");
        byte[] negative = HexFormat.of().parseHex("ffffffff0f00000000");
        for (Class<?> type : List.of(
                String.class,
                int[].class,
                double[].class,
                byte[].class,
                CodecSamples.Empties.class,
                CodecSamples.Collections.class)) {
            for (byte[] bytes : List.of(huge, negative)) {
                assertThatThrownBy(() -> codec(type).read(new BinaryReader(bytes)))
                        .as(type.getSimpleName())
                        .isInstanceOf(CorruptDataException.class);
            }
        }
    }

    @Test
    void whatAConstructorDoesNotAcceptIsCorrupt() {
        Codec<CodecSamples.Positive> codec = Codecs.of(CodecSamples.Positive.class);
        BinaryWriter out = new BinaryWriter(64);
        Encoding.write(-5, out);
        assertThatThrownBy(() -> codec.read(new BinaryReader(out.toByteArray())))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("not positive: -5")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    /** The format is fixed: snapshots depend on it. */
    @Test
    void theFormatOfRecords() {
        assertThat(encoded(new CodecSamples.Hop(-3, 64))).isEqualTo("05" + "8001");
        // Header (length << 1 | wide) + 1, then the characters.
        assertThat(encoded(new CodecSamples.Label("aé", null)))
                .isEqualTo("05" + HexFormat.of().formatHex("aé".getBytes(StandardCharsets.ISO_8859_1)) + "00");
        assertThat(encoded(new CodecSamples.Label("ł", ""))).isEqualTo("04" + "4201" + "01");
        assertThat(encoded(CodecSamples.Color.GREEN)).isEqualTo("02");
        assertThat(encoded(
                        new CodecSamples.Pair<>("x", 1L),
                        CodecSamples.Generic.class,
                        value -> new CodecSamples.Generic(value, null)))
                .isEqualTo("01" + "0378" + "0102" + "00");
        assertThat(encoded(new int[] {1, -1})).isEqualTo("03" + "01000000" + "ffffffff");
        assertThat(encoded(new double[] {1})).isEqualTo("02" + "000000000000f03f");
        // Alternatives by name: Count, Fruit, Note, Stone, Text.
        assertThat(encodedAs(CodecSamples.Message.class, new CodecSamples.Count(1)))
                .isEqualTo("01" + "02");
        assertThat(encodedAs(CodecSamples.Message.class, new CodecSamples.Stone(1)))
                .isEqualTo("04" + "02");
    }

    @Test
    void arraysComeBackWithAllTheirBits() {
        checkArray(new boolean[] {true, false, true});
        checkArray(new byte[] {-128, 0, 127});
        checkArray(new short[] {Short.MIN_VALUE, 0, 258});
        checkArray(new char[] {'\uD800', 0, 'x'});
        checkArray(new int[] {Integer.MIN_VALUE, 0, 0x01020304});
        checkArray(new long[] {Long.MIN_VALUE, 0, 0x0102030405060708L});
        checkArray(new float[] {Float.NaN, -0f, 1.5f});
        checkArray(new double[] {Double.NaN, -0.0, Double.MIN_VALUE});
        checkArray(new int[0]);
        checkArray(new Random(5).ints(100_000).toArray());
    }

    @Test
    void arraysInsideOfRecordsMayBeNull() {
        Codec<CodecSamples.Arrays> codec = Codecs.of(CodecSamples.Arrays.class);
        BinaryWriter out = new BinaryWriter(64);
        codec.write(new CodecSamples.Arrays(null, new double[] {2}, new byte[] {1}), out);
        CodecSamples.Arrays read = codec.read(new BinaryReader(out.toByteArray()));
        assertThat(read.ints()).isNull();
        assertThat(read.doubles()).containsExactly(2);
        assertThat(read.bytes()).containsExactly(1);
    }

    @Test
    void whatHoldsArraysOrCollectionsIsMutable() {
        assertThat(Codecs.of(CodecSamples.Hop.class).mutable()).isFalse();
        assertThat(Codecs.of(CodecSamples.Nested.class).mutable()).isFalse();
        assertThat(Codecs.of(String.class).mutable()).isFalse();
        assertThat(Codecs.of(CodecSamples.Arrays.class).mutable()).isTrue();
        assertThat(Codecs.of(CodecSamples.Collections.class).mutable()).isTrue();
        assertThat(Codecs.of(CodecSamples.Envelope.class).mutable()).isTrue();
        assertThat(Codecs.of(int[].class).mutable()).isTrue();
    }

    @Test
    void weightsFollowTheContent() {
        Codec<CodecSamples.Label> labels = Codecs.of(CodecSamples.Label.class);
        int small = labels.weigh(new CodecSamples.Label("a", "b"));
        assertThat(labels.weigh(new CodecSamples.Label("a".repeat(1000), "b")) - small)
                .isEqualTo(999);
        assertThat(Codecs.of(double[].class).weigh(new double[1000])).isBetween(8000, 8100);
        assertThat(Codecs.of(CodecSamples.Hop.class).weigh(new CodecSamples.Hop(1, 2)))
                .isEqualTo(28);
        Codec<CodecSamples.Collections> collections = Codecs.of(CodecSamples.Collections.class);
        assertThat(collections.weigh(new CodecSamples.Collections(
                        List.of("x".repeat(500)), Map.of(), java.util.Optional.empty(), List.of(1, 2, 3))))
                .isBetween(600, 900);
    }

    @Test
    void listsAndMapsComeBackUnmodifiable() {
        Codec<CodecSamples.Collections> codec = Codecs.of(CodecSamples.Collections.class);
        BinaryWriter out = new BinaryWriter(64);
        codec.write(
                new CodecSamples.Collections(
                        List.of("a"), Map.of("b", List.of()), java.util.Optional.empty(), List.of()),
                out);
        CodecSamples.Collections read = codec.read(new BinaryReader(out.toByteArray()));
        assertThatThrownBy(() -> read.names().set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.hops().put("x", List.of())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aTypeHasOneCodec() {
        assertThat(Codecs.of(CodecSamples.Hop.class)).isSameAs(Codecs.of(CodecSamples.Hop.class));
    }

    @Test
    void recordsOfAMethodHaveCodecs() {
        record Local(int[] numbers, String text) {}
        Codec<Local> codec = Codecs.of(Local.class);
        BinaryWriter out = new BinaryWriter(64);
        codec.write(new Local(new int[] {1}, "t"), out);
        assertThat(codec.read(new BinaryReader(out.toByteArray())).text()).isEqualTo("t");
    }

    private static void checkArray(Object array) {
        Codec<Object> codec = codec(array.getClass());
        BinaryWriter out = new BinaryWriter(64);
        codec.write(array, out);
        BinaryReader in = new BinaryReader(out.toByteArray());
        Object read = codec.read(in);
        assertThat(read.getClass()).isEqualTo(array.getClass());
        assertThat(java.util.Arrays.deepEquals(new Object[] {read}, new Object[] {array}))
                .isTrue();
        assertThat(in.remaining()).isZero();
    }

    private static byte[] corrupt(byte[] bytes, Random random) {
        byte[] corrupt = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && corrupt.length > 0; i--) {
            corrupt[random.nextInt(corrupt.length)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
        }
        return random.nextBoolean() ? corrupt : java.util.Arrays.copyOf(corrupt, random.nextInt(corrupt.length + 1));
    }

    private static String encoded(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        return encodedAs(type, value);
    }

    private static <V> String encoded(V part, Class<?> type, java.util.function.Function<V, Object> around) {
        return encodedAs(type, around.apply(part));
    }

    private static String encodedAs(Class<?> type, Object value) {
        BinaryWriter out = new BinaryWriter(64);
        codec(type).write(value, out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(Class<?> type) {
        return (Codec<Object>) Codecs.of(type);
    }
}
