package dev.loopkeeper.engine.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

    @TempDir
    Path folder;

    private final FileSystem files = new FileSystems(new LocalFileSystem(), Map.of("memory", new FixedFile()));

    @Test
    void listsOneFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a b.tsv"), "hello");

        assertThat(files.list(file.toString())).containsExactly(new FileEntry(file.toString(), 5));
        assertThat(files.list(file.toUri().toString())).containsExactly(new FileEntry(file.toString(), 5));
    }

    @Test
    void listsTheVisibleFilesOfADirectoryByName() throws IOException {
        for (String name : List.of("part-10", "part-2", ".hidden", "_SUCCESS", "Part-3")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("x"), "x");

        assertThat(files.list(folder.toString()))
                .extracting(entry -> Path.of(entry.uri()).getFileName().toString())
                .containsExactly("Part-3", "part-10", "part-2");
        assertThat(files.list(folder.resolve("below").toString())).hasSize(1);
    }

    @Test
    void listsAnEmptyDirectory() throws IOException {
        assertThat(files.list(folder.toString())).isEmpty();
    }

    @Test
    void readsFromAnOffset() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "0123456789");

        assertThat(read(file.toString(), 0)).isEqualTo("0123456789");
        assertThat(read(file.toUri().toString(), 7)).isEqualTo("789");
        assertThat(read(file.toString(), 10)).isEmpty();
    }

    @Test
    void saysWhatIsMissing() {
        String path = folder.resolve("y.tsv").toString();

        assertThatThrownBy(() -> files.list(path))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("input " + path + " does not exist");
        assertThatThrownBy(() -> files.open(path, 0)).hasMessage("input " + path + " does not exist");
    }

    @Test
    void saysThatAFileBecameShorter() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "0123");

        assertThatThrownBy(() -> files.open(file.toString(), 5)).hasMessageContaining("has 4 bytes, fewer than the 5");
    }

    @Test
    void doesNotReadADirectoryAsAFile() {
        assertThatThrownBy(() -> files.open(folder.toString(), 0)).hasMessageContaining("is a directory");
    }

    @Test
    void choosesByScheme() throws IOException {
        assertThat(files.list("memory://x")).containsExactly(new FileEntry("memory://x", 3));
        assertThat(files.list("MEMORY://x")).hasSize(1);
        assertThat(read("memory://x", 1)).isEqualTo("bc");
    }

    @Test
    void namesAnUnknownScheme() {
        assertThatThrownBy(() -> files.list("hdfs://host/x"))
                .hasMessage("\"hdfs://host/x\" has the unknown scheme \"hdfs\": use a path, file: or memory://");
        assertThatThrownBy(() -> files.open("file:not absolute", 0)).hasMessageContaining("is no URI of a local file");
    }

    private String read(String uri, long offset) throws IOException {
        try (InputStream in = files.open(uri, offset)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static final class FixedFile implements FileSystem {

        @Override
        public List<FileEntry> list(String uri) {
            return List.of(new FileEntry(uri, 3));
        }

        @Override
        public InputStream open(String uri, long offset) throws IOException {
            InputStream in = new java.io.ByteArrayInputStream("abc".getBytes(UTF_8));
            in.skipNBytes(offset);
            return in;
        }
    }
}
