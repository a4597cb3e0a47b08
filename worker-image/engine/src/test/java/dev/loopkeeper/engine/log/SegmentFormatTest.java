package dev.loopkeeper.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SegmentFormatTest {

    private static final RoundMark MARK = new RoundMark(2, 300, new long[] {-1, Long.MAX_VALUE}, new long[0], 1L << 40);

    private static byte[] bytes(int records, RoundMark mark) {
        Object[] items = new Object[records + 5];
        Arrays.setAll(items, i -> Item.of(i, 9));
        BinaryWriter out = new BinaryWriter(64);
        SegmentFormat.write(items, 0, records, mark, Item.codec(), out);
        return out.toByteArray();
    }

    private static SegmentFormat.Content read(byte[] bytes, int skip, int count) {
        return SegmentFormat.read(bytes, skip, count, Item.codec());
    }

    @Test
    void bytesAreAsDocumented() {
        BinaryWriter out = new BinaryWriter(64);
        RoundMark mark = new RoundMark(1, 2, new long[] {3}, null, 4);
        SegmentFormat.write(new Object[] {new Item(5, "ab")}, 0, 1, mark, Item.codec(), out);
        assertThat(out.toByteArray())
                .containsExactly(
                        1, 1, 1, /* record */ 5, 2, 'a', 'b', /* mark */ 1, 2, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4);
    }

    @Test
    void recordsAndMarkComeBack() {
        SegmentFormat.Content content = read(bytes(20, MARK), 0, 21);
        assertThat(content.records()).hasSize(20);
        assertThat(content.records()[19]).isEqualTo(Item.of(19, 9));
        assertThat(content.mark()).usingRecursiveComparison().isEqualTo(MARK);
    }

    @Test
    void aggregatesThatAreMissingStayMissing() {
        RoundMark mark = new RoundMark(0, 0, null, new long[] {1}, 0);
        assertThat(read(bytes(0, mark), 0, 1).mark()).usingRecursiveComparison().isEqualTo(mark);
    }

    @Test
    void aRangeIsCutOut() {
        byte[] bytes = bytes(20, MARK);
        assertThat(read(bytes, 3, 2).records()).containsExactly(Item.of(3, 9), Item.of(4, 9));
        assertThat(read(bytes, 3, 17).mark()).isNull();
        assertThat(read(bytes, 3, 18).mark()).isNotNull();
        SegmentFormat.Content onlyTheMark = read(bytes, 20, 1);
        assertThat(onlyTheMark.records()).isEmpty();
        assertThat(onlyTheMark.mark()).isNotNull();
    }

    @Test
    void everyTruncationIsFound() {
        byte[] whole = bytes(20, MARK);
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(torn, 0, 21)).as("%d bytes", length).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        byte[] longer = Arrays.copyOf(bytes(3, null), bytes(3, null).length + 1);
        assertThatThrownBy(() -> read(longer, 0, 3)).hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> read(bytes(3, null), 1, 3))
                .hasMessageContaining("entries 1 to 4")
                .hasMessageContaining("of 3");
        byte[] newer = bytes(3, null);
        newer[0] = 9;
        assertThatThrownBy(() -> read(newer, 0, 3))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("version 9");
        byte[] kind = bytes(3, null);
        kind[1] = 2;
        assertThatThrownBy(() -> read(kind, 0, 3)).isInstanceOf(CorruptDataException.class);
        byte[] huge = {1, 0, -1, -1, -1, -1, 7};
        assertThatThrownBy(() -> read(huge, 0, 3))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("more than");
        byte[] aggregates = {1, 1, 0, 0, 0, -1, -1, -1, -1, 7};
        assertThatThrownBy(() -> read(aggregates, 0, 1)).isInstanceOf(CorruptDataException.class);
    }
}
