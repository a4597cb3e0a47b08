package dev.loopkeeper.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Results of runs, and what they are compared with. */
final class Lines {

    private static final Path DATA = Path.of("..", "..", "examples", "data");

    private Lines() {}

    /** The lines of all {@code part-*} files, sorted. */
    static List<String> ofOutput(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("part-")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    /** The lines of a file that another program has computed, sorted. */
    static List<String> ofReference(String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(DATA.resolve(name)))) {
            return new String(stream.readAllBytes(), UTF_8).lines().sorted().toList();
        }
    }
}
