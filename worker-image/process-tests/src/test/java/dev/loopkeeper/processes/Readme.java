package dev.loopkeeper.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the project's README says: its commands, and its blocks of code. */
final class Readme {

    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    private static final Set<String> CLUSTER_TOOLS = Set.of("helm", "kubectl", "worker-image/image", "operator/image");

    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    static Readme read() throws IOException {
        return new Readme(Files.readString(PROJECT.resolve("README.md")));
    }

    /** Blocks of a language, in order. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    /**
     * Every command it shows that this machine can run: lines of console blocks, and what begins with a script's path inside of sentences. Those
     * for a cluster are typed by the tests on a cluster.
     */
    Set<String> commands() {
        Set<String> commands = new LinkedHashSet<>();
        blocks("console")
                .forEach(block -> block.lines()
                        .filter(line -> !line.isBlank() && !isForACluster(line))
                        .forEach(commands::add));
        Matcher code = CODE.matcher(BLOCK.matcher(text).replaceAll(""));
        while (code.find()) {
            if (isCommand(code.group(1)) && !isForACluster(code.group(1))) {
                commands.add(code.group(1));
            }
        }
        return commands;
    }

    private static boolean isForACluster(String command) {
        return CLUSTER_TOOLS.contains(command.split(" ")[0]);
    }

    private static boolean isCommand(String code) {
        Path script = PROJECT.resolve(code.split(" ")[0]);
        return code.startsWith("./") || Files.isRegularFile(script) && Files.isExecutable(script);
    }

    /** The options of commands that it names inside of sentences. */
    Set<String> options() {
        Set<String> options = new LinkedHashSet<>();
        Matcher code = CODE.matcher(BLOCK.matcher(text).replaceAll(""));
        while (code.find()) {
            if (code.group(1).startsWith("--")) {
                options.add(code.group(1).split(" ")[0]);
            }
        }
        return options;
    }
}
