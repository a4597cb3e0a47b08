package dev.loopkeeper.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.source.Split;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSourceTest {

    private final MemoryFiles files = new MemoryFiles(false, new Random(1));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLinesWhateverTheirEndsInPartsOfEverySize(boolean remote) throws Exception {
        String text = "a\r\nbb\n\nccc\n\r\ndddd\neé\uD83D\uDE00\n";
        List<String> lines = List.of("a", "bb", "", "ccc", "", "dddd", "eé\uD83D\uDE00");
        for (String end : List.of("", "last", "last\r\n", "\n")) {
            List<String> expected = new ArrayList<>(lines);
            if (!end.isEmpty()) {
                expected.add(end.strip());
            }
            byte[] content = (text + end).getBytes(UTF_8);
            for (int bytes = 1; bytes <= content.length + 1; bytes++) {
                MemoryFiles memory = new MemoryFiles(remote, new Random(bytes));
                memory.put("in", content);
                assertThat(Reading.all(TextFiles.at("in").splitBytes(bytes), memory))
                        .as("parts of %d bytes, end \"%s\"", bytes, end)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "remote", "local gzip", "remote gzip"})
    void goesOnFromEveryPosition(String kind) throws Exception {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            List<String> lines = randomLines(random, 40);
            MemoryFiles memory = new MemoryFiles(kind.startsWith("remote"), random);
            byte[] content = text(lines, random);
            memory.put("dir/one", kind.endsWith("gzip") ? gzip(content) : content);
            TextSource<String> source = TextFiles.at("dir").splitBytes(1 + random.nextInt(200));
            for (Split split : source.splits(memory)) {
                List<String> whole = new ArrayList<>();
                Reading.upTo(source, split, memory, Integer.MAX_VALUE, whole);
                for (int count = 0; count <= whole.size(); count++) {
                    List<String> read = new ArrayList<>();
                    Split rest = Reading.upTo(source, split, memory, count, read);
                    Reading.upTo(source, rest, memory, Integer.MAX_VALUE, read);
                    assertThat(read)
                            .as("seed %d, split %s, position %s", seed, split.id(), rest.position())
                            .isEqualTo(whole);
                }
            }
            assertThat(Reading.all(source, memory)).as("seed %d", seed).isEqualTo(lines);
        }
    }

    @Test
    void readsLongLinesAcrossManyParts() throws Exception {
        String lengthy = "x".repeat(300_000);
        files.put("in", ("first\n" + lengthy + "\n" + lengthy + "last").getBytes(UTF_8));
        assertThat(Reading.all(TextFiles.at("in").splitBytes(50_000), files))
                .containsExactly("first", lengthy, lengthy + "last");
    }

    @Test
    void readsSeveralFilesAndSkipsEmptyOnes() throws Exception {
        files.put("dir/a", "1\n2".getBytes(UTF_8));
        files.put("dir/b", new byte[0]);
        files.put("dir/c.gz", gzip("3\n4\n".getBytes(UTF_8)));
        files.put("dir/d.gz", gzip(new byte[0]));
        assertThat(Reading.all(TextFiles.at("dir"), files)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void recognisesGzipByContentAlsoInLargeFiles() throws Exception {
        List<String> lines =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
        files.put("in", gzip(String.join("\n", lines).getBytes(UTF_8)));
        TextSource<String> source = TextFiles.at("in").splitBytes(1_000);
        assertThat(source.splits(files)).hasSize(1);
        assertThat(Reading.all(source, files)).isEqualTo(lines);
    }

    @Test
    void readsGzipFilesOfSeveralMembers() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip("a\nb".getBytes(UTF_8)));
        both.write(gzip("c\nd\n".getBytes(UTF_8)));
        files.put("in.gz", both.toByteArray());
        assertThat(Reading.all(TextFiles.at("in.gz"), files)).containsExactly("a", "bc", "d");
    }

    @Test
    void failsWhereReadingFailsBetweenTwoMembers() throws Exception {
        byte[] first = gzip("a\n".getBytes(UTF_8));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first);
        both.write(gzip("b\n".getBytes(UTF_8)));
        files.put("in.gz", both.toByteArray());
        files.failAt(first.length + 3, new IOException("connection lost"));
        assertThatThrownBy(() -> Reading.all(TextFiles.at("in.gz"), files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in.gz")
                .hasMessageContaining("connection lost");
    }

    @Test
    void failsWhereReadingAheadFails() {
        MemoryFiles memory = new MemoryFiles(true, new Random(3));
        memory.put("in", "a\nb\nc\n".repeat(200_000).getBytes(UTF_8));
        memory.failAt(700_000, new IOException("connection lost"));
        assertThatThrownBy(() -> Reading.all(TextFiles.at("in"), memory))
                .isInstanceOf(IOException.class)
                .hasMessage("input in cannot be read: connection lost");
    }

    @Test
    void leavesOutTheByteOrderMark() throws Exception {
        files.put("in", "\uFEFFa\n\uFEFFb".getBytes(UTF_8));
        assertThat(Reading.all(TextFiles.at("in"), files)).containsExactly("a", "\uFEFFb");
    }

    @Test
    void leavesOutLinesThatAreParsedAsNull() throws Exception {
        files.put("in", "1\n# two\n3\n".getBytes(UTF_8));
        TextSource<Integer> source =
                TextFiles.at("in").parse(Integer.class, line -> line.startsWith("#") ? null : Integer.valueOf(line));
        assertThat(Reading.all(source, files)).containsExactly(1, 3);
    }

    @Test
    void namesTheLineThatCannotBeParsed() {
        files.put("in", "1\n2\nthree\n".getBytes(UTF_8));
        assertThatThrownBy(() -> Reading.all(TextFiles.at("in").parse(Integer.class, Integer::valueOf), files))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "input in, line 3 (at byte 4) cannot be read as Integer: For input string: \"three\"; it is "
                                + "\"three\"");
        assertThatThrownBy(() ->
                        Reading.all(TextFiles.at("in").splitBytes(2).parse(Integer.class, Integer::valueOf), files))
                .hasMessageStartingWith("input in, line 1 behind byte 4 (at byte 4) cannot be read as Integer");
    }

    @Test
    void refusesWhatIsNoText() {
        files.put("in", new byte[] {'a', '\n', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> Reading.all(TextFiles.at("in"), files))
                .hasMessage("input in, line 2 (at byte 2) is not UTF-8 text: convert the file");
    }

    @Test
    void acceptsTheReplacementCharacterWhereItIsMeant() throws Exception {
        files.put("in", "a\uFFFDb".getBytes(UTF_8));
        assertThat(Reading.all(TextFiles.at("in"), files)).containsExactly("a\uFFFDb");
    }

    @Test
    void refusesDamagedGzip() throws Exception {
        byte[] whole = gzip("some text\n".repeat(1000).getBytes(UTF_8));
        files.put("torn.gz", Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> Reading.all(TextFiles.at("torn.gz"), files))
                .hasMessageStartingWith("input torn.gz cannot be read: ")
                .hasMessageContaining("incomplete gzip file?");
        files.put("plain.gz", "text".getBytes(UTF_8));
        assertThatThrownBy(() -> Reading.all(TextFiles.at("plain.gz"), files))
                .hasMessage(
                        "input plain.gz cannot be read: it is named as a gzip file and is none: give it another name");
    }

    @Test
    void refusesAFileThatHasShrunk() throws Exception {
        files.put("in", "a\nb\nc\n".getBytes(UTF_8));
        List<Split> splits = TextFiles.at("in").splits(files);
        files.put("in", "a\nb\n".getBytes(UTF_8));
        assertThatThrownBy(() -> Reading.upTo(TextFiles.at("in"), splits.getFirst(), files, 10, new ArrayList<>()))
                .hasMessage(
                        "input in cannot be read: it ends at byte 4 and had 6 bytes when the job was started: it was "
                                + "changed");
    }

    @Test
    void refusesMissingAndEmptyInput() {
        assertThatThrownBy(() -> TextFiles.at("nowhere").splits(files))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("input nowhere does not exist");
        assertThatThrownBy(() -> TextFiles.at("empty").splits(files))
                .hasMessage("input empty holds no files: give a file, or a directory with files in it");
    }

    @Test
    void endsTheReadingThreadWhenItIsClosedEarly() throws Exception {
        MemoryFiles memory = new MemoryFiles(true, new Random(5));
        memory.put("in", "line\n".repeat(2_000_000).getBytes(UTF_8));
        TextSource<String> source = TextFiles.at("in").splitBytes(1 << 30);
        Split split = source.splits(memory).getFirst();
        List<String> read = new ArrayList<>();
        Split rest = Reading.upTo(source, split, memory, 1000, read);
        Reading.upTo(source, rest, memory, Integer.MAX_VALUE, read);
        assertThat(read).hasSize(2_000_000).containsOnly("line");
    }

    private static List<String> randomLines(Random random, int most) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(_ ->
                        "é".repeat(random.nextInt(4)) + "y".repeat(random.nextInt(3) == 0 ? random.nextInt(300) : 3))
                .toList();
    }

    private static byte[] text(List<String> lines, Random random) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append(random.nextBoolean() ? "\r\n" : "\n");
        }
        boolean endless = random.nextBoolean() && !lines.getLast().isEmpty();
        return (endless ? text.toString().stripTrailing() : text.toString()).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
