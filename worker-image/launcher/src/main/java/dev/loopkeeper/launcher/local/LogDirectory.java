package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.ProviderProtocol;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the children's logs are, {@code <name>.log}: the newest of them, so that a run of many restarts fills no disk. */
final class LogDirectory {

    private static final String SUFFIX = ".log";
    private static final int KEPT = 200;

    private final Path directory;

    LogDirectory(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** The log of the child with this name; makes room for it. */
    Path log(String name) throws IOException {
        prune();
        return directory.resolve(name + SUFFIX);
    }

    private void prune() throws IOException {
        List<Path> logs;
        try (Stream<Path> all = Files.list(directory)) {
            logs = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .toList();
        }
        if (logs.size() >= KEPT) {
            List<Path> oldestFirst = logs.stream()
                    .sorted(Comparator.comparing(LogDirectory::lastWritten))
                    .toList();
            for (Path file : oldestFirst.subList(0, logs.size() - KEPT + 1)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime lastWritten(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }

    /** The end of a log, whole lines where possible; empty if it cannot be read. */
    static String tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - ProviderProtocol.MAX_LOG_TAIL);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            int firstLineEnd = text.indexOf('\n');
            boolean torn = start > 0 && firstLineEnd >= 0 && firstLineEnd < text.length() - 1;
            return (torn ? text.substring(firstLineEnd + 1) : text).stripTrailing();
        } catch (IOException | UncheckedIOException _) {
            return "";
        }
    }
}
