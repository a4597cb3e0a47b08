package dev.loopkeeper.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine's README says which test keeps which rule, invariant and trap, the operator's which test keeps which rule of Kubernetes: all of them
 * are there, and the tests say the same.
 */
final class RulesHaveTestsTest {

    private static final List<Path> READMES =
            List.of(Project.ROOT.resolve("worker-image/engine/README.md"), Project.ROOT.resolve("operator/README.md"));

    /** {@code | **R3** | words | `AdmissionTest`, `OpeningTest` |} */
    private static final Pattern ROW = Pattern.compile("^\\| \\*\\*([A-Z][a-z]* ?\\d+)\\*\\* \\|.*\\| (`.*`) \\|$");

    private static final Pattern CLASS = Pattern.compile("`(\\w+)`");
    private static final Pattern RULE = Pattern.compile("\\b([RIK]\\d+|k\\d+(?=[A-Z]))(?![a-z])");
    private static final Pattern TRAPS = Pattern.compile("\\b[Tt]raps? (\\d+(?:(?:, | and |/)\\d+)*)");

    @Test
    void everyRuleInvariantAndTrapHasATest() throws IOException {
        List<String> labels = Stream.of(labels("R", 16), labels("I", 10), labels("Trap ", 26), labels("K", 25))
                .flatMap(all -> all)
                .toList();
        assertThat(table().keySet()).containsAll(labels);
    }

    private static Stream<String> labels(String kind, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> kind + number);
    }

    @Test
    void theTestsAreThereAndNameWhatTheyKeep() throws IOException {
        Map<String, TreeSet<String>> named = labelsInTests();
        table().forEach((label, tests) -> {
            assertThat(named.keySet()).as("tests of %s", label).containsAll(tests);
            tests.forEach(test -> assertThat(named.get(test))
                    .as("what %s says that it tests", test)
                    .contains(label));
        });
    }

    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (Path readme : READMES) {
            for (String line : Files.readAllLines(readme)) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    List<String> tests = new ArrayList<>();
                    CLASS.matcher(row.group(2)).results().forEach(test -> tests.add(test.group(1)));
                    assertThat(table.put(row.group(1), tests))
                            .as("another row for %s", row.group(1))
                            .isNull();
                }
            }
        }
        return table;
    }

    /** What each test class names in its comments, by the class's simple name. */
    private static Map<String, TreeSet<String>> labelsInTests() throws IOException {
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Project.ROOT)) {
            for (Path file : files.filter(RulesHaveTestsTest::isTest).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                labels.computeIfAbsent(name, unused -> new TreeSet<>()).addAll(labels(Files.readString(file)));
            }
        }
        return labels;
    }

    private static boolean isTest(Path file) {
        String path = Project.ROOT.relativize(file).toString();
        return (path.endsWith("Test.java") || path.endsWith("E2E.java"))
                && path.contains("src/test/java")
                && !path.contains("target");
    }

    private static List<String> labels(String source) {
        List<String> labels = new ArrayList<>();
        RULE.matcher(source).results().forEach(rule -> labels.add(rule.group(1).toUpperCase(Locale.ROOT)));
        TRAPS.matcher(source)
                .results()
                .forEach(traps -> Stream.of(traps.group(1).split("\\D+")).forEach(trap -> labels.add("Trap " + trap)));
        return labels;
    }
}
