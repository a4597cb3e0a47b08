package dev.loopkeeper.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which records and manifests stand in the store: it comes back as it was, and damage is named (R14, trap 12). */
final class StoredValuesTest {

    private static final String KEY = "regions/e1-r0/snapshots/3-7/manifest";

    private static byte[] bytes(Object value) {
        ByteBuffer encoded = StoredValues.encode(value);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static <V> void comesBack(V value, Class<V> type) {
        V read = StoredValues.decode(KEY, bytes(value), type);
        assertThat(read).usingRecursiveComparison().isEqualTo(value);
    }

    private static Manifest manifest() {
        TreeMap<String, String> signature = new TreeMap<>(Map.of("hop", "keyed Long", "Größe", "map"));
        RoundMark mark = new RoundMark(0, 4, new long[] {1, Long.MIN_VALUE}, new long[] {-1, Long.MAX_VALUE}, 12);
        LogPart log = new LogPart(List.of(new LogChunk(new ChunkRef("chunks/3-7.2/x", 1L << 40, 17, -5), 3, 9)), mark);
        TaskPart head = new TaskPart(
                "loop",
                1,
                true,
                new RoundProgress(
                        0, 4, new long[] {1, 2}, List.of(new RoundProgress.Delivered("a>b#0", 1, new long[] {3, 4}))),
                List.of(
                        new OperatorPart.Head(
                                "loop",
                                4,
                                new LoopDecision(0, 4, LoopDecision.Kind.ADVANCE, new long[] {1, 2}),
                                List.of(log),
                                mark,
                                true),
                        new OperatorPart.Tail("tail", Long.MAX_VALUE),
                        new OperatorPart.Splits("source", List.of(new Split("file\n\"x\"", "17:\u0000")), 5),
                        new OperatorPart.Keyed(
                                "hop", List.of(new KeyGroupPart(127, List.of(new ChunkRef("c", 0, 1, 2))))),
                        new OperatorPart.TaskValues("hop", Map.of("seen", List.of(new byte[0], new byte[] {-1, 0, 1}))),
                        new OperatorPart.Transactions("sink", List.of("upload id/with=signs"))));
        return new Manifest(
                "regions/e1-r0/",
                new SnapshotId(3, 7),
                new SnapshotId(2, 900),
                2,
                1,
                4,
                signature,
                true,
                false,
                1L << 50,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                List.of(head));
    }

    @Test
    void everyValueComesBackAsItWas() {
        comesBack(manifest(), Manifest.class);
        comesBack(new HeadRecord(3, 2, new SnapshotId(3, 7), true, "nonce", new SnapshotId(3, 6)), HeadRecord.class);
        comesBack(
                new JobRecord(
                        3,
                        5,
                        2,
                        4,
                        Map.of("regions/e1-r0/", new SnapshotId(2, 1)),
                        new TreeMap<>(Map.of("hop", "keyed Long")),
                        new JobRecord.Outcome(false, "a message"),
                        "nonce"),
                JobRecord.class);
        comesBack(new JobRecord(1, 1, 1, 1, Map.of(), new TreeMap<>(), null, ""), JobRecord.class);
    }

    @Test
    void peopleCanReadIt() {
        assertThat(new String(bytes(manifest()), StandardCharsets.UTF_8))
                .contains("\"snapshot\":\"3-7\"", "\"kind\":\"head\"", "2026-01-02T03:04:05.678Z");
    }

    /** A later version may add fields; this one passes over them. */
    @Test
    void anUnknownFieldIsPassedOver() {
        String fields = "{\"claim\":1,\"attempt\":2,\"snapshot\":\"1-1\",\"last\":false,\"nonce\":\"n\",\"mood\":3}";
        CRC32C checksum = new CRC32C();
        checksum.update(fields.getBytes(StandardCharsets.UTF_8));
        byte[] later = "{\"crc32c\":\"%08x\",\"value\":%s}"
                .formatted(checksum.getValue(), fields)
                .getBytes(StandardCharsets.UTF_8);
        assertThat(StoredValues.decode(KEY, later, HeadRecord.class))
                .isEqualTo(new HeadRecord(1, 2, new SnapshotId(1, 1), false, "n", null));
    }

    /** R14, for what names the chunks: a changed digit would name another snapshot, or restore another position. */
    @Test
    void aChangedByteIsRefusedWithTheObjectsName() {
        byte[] whole = bytes(manifest());
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> StoredValues.decode(KEY, changed, Manifest.class))
                    .as("changed at %d", at)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining(KEY)
                    .hasMessageNotContaining("\n");
        }
    }

    /** Torn anywhere, it is damaged: never half a manifest. */
    @Test
    void aTornValueIsRefusedWithTheObjectsName() {
        byte[] whole = bytes(manifest());
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> StoredValues.decode(KEY, torn, Manifest.class))
                    .as("cut at %d", length)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining(KEY)
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"x\"",
                "<html>",
                "{\"claim\":\"many\"}",
                "{\"claim\":1,\"attempt\":1,\"snapshot\":\"seven\",\"last\":false,\"nonce\":\"n\"}"
            })
    void anotherKindOfContentIsRefusedWithTheObjectsName(String content) {
        assertThatThrownBy(() -> StoredValues.decode(KEY, content.getBytes(StandardCharsets.UTF_8), HeadRecord.class))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(KEY);
    }
}
