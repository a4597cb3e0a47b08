package dev.loopkeeper.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders are deleted with all that is in them, and with nothing else. */
final class FileTreesTest {

    @TempDir
    private Path directory;

    @Test
    void aFolderGoesWithAllThatIsInIt() throws IOException {
        Path folder = directory.resolve("folder");
        Files.createDirectories(folder.resolve("inner"));
        Files.writeString(folder.resolve("inner/file"), "text");
        FileTrees.delete(folder);
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsNotThereIsNoError() throws IOException {
        FileTrees.delete(directory.resolve("nothing"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatALinkLeadsToStays() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(directory.resolve("kept")).resolve("file"), "text");
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), kept.getParent());
        FileTrees.delete(folder);
        assertThat(folder).doesNotExist();
        assertThat(kept).hasContent("text");
    }
}
