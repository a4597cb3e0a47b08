package dev.loopkeeper.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Dependencies between modules point one way: launcher to library, storage and engine, and these to the API; the operator knows the resource and
 * the provider contract only. Read in all POMs of the project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleDependenciesTest {

    private static final String OURS = "dev.loopkeeper";

    /** What each module may use of this project outside of its tests. A new module has to be put here. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("loopkeeper-api", Set.of()),
            Map.entry("loopkeeper-provider", Set.of()),
            Map.entry("loopkeeper-crds", Set.of()),
            Map.entry("loopkeeper-engine", Set.of("loopkeeper-api", "loopkeeper-provider")),
            Map.entry("loopkeeper-storage", Set.of("loopkeeper-api", "loopkeeper-engine")),
            Map.entry("loopkeeper-library", Set.of("loopkeeper-api")),
            Map.entry("loopkeeper-testkit", Set.of("loopkeeper-api", "loopkeeper-engine")),
            Map.entry(
                    "loopkeeper-launcher",
                    Set.of(
                            "loopkeeper-api",
                            "loopkeeper-provider",
                            "loopkeeper-crds",
                            "loopkeeper-engine",
                            "loopkeeper-storage",
                            "loopkeeper-library")),
            Map.entry(
                    "loopkeeper-benchmarks",
                    Set.of("loopkeeper-api", "loopkeeper-engine", "loopkeeper-storage", "loopkeeper-launcher")),
            Map.entry("loopkeeper-operator", Set.of("loopkeeper-crds", "loopkeeper-provider")),
            Map.entry("loopkeeper-process-tests", Set.of()),
            Map.entry("loopkeeper-e2e", Set.of()),
            Map.entry("loopkeeper-example-components", Set.of("loopkeeper-api")),
            Map.entry("loopkeeper-example-pagerank", Set.of("loopkeeper-api")),
            Map.entry("loopkeeper-example-rework", Set.of("loopkeeper-api")));

    /** Libraries that only these modules may know, by group. */
    private static final Map<String, Set<String>> HOME_OF_LIBRARY = Map.of(
            "io.minio", Set.of("loopkeeper-storage"),
            "com.squareup.okhttp3", Set.of("loopkeeper-storage"),
            "org.gaul", Set.of("loopkeeper-storage"),
            "io.netty", Set.of("loopkeeper-engine"),
            "io.grpc", Set.of("loopkeeper-engine"),
            "com.google.protobuf", Set.of("loopkeeper-engine"),
            "io.fabric8", Set.of("loopkeeper-crds", "loopkeeper-operator"));

    /** @param scope compile where the POM says nothing */
    private record Dependency(String group, String artifact, String scope) {

        boolean test() {
            return scope.equals("test");
        }
    }

    private final Map<String, List<Dependency>> modules = new TreeMap<>();

    @BeforeAll
    void readAllPoms() throws Exception {
        try (Stream<Path> files = Files.walk(Project.ROOT, 4)) {
            List<Path> poms = files.filter(file -> file.endsWith("pom.xml"))
                    .filter(file -> !Project.ROOT.relativize(file).toString().contains("target"))
                    .toList();
            for (Path pom : poms) {
                read(pom);
            }
        }
        assertThat(modules).hasSizeGreaterThan(8);
    }

    private void read(Path pom) throws Exception {
        Element project = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        if (text(project, "packaging").equals("pom")) {
            return;
        }
        List<Dependency> found = children(project, "dependencies")
                .flatMap(all -> children(all, "dependency"))
                .map(one -> new Dependency(text(one, "groupId"), text(one, "artifactId"), text(one, "scope")))
                .toList();
        modules.put(text(project, "artifactId"), found);
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        Node[] all = new Node[nodes.getLength()];
        Arrays.setAll(all, nodes::item);
        return Arrays.stream(all)
                .filter(node -> node instanceof Element && node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    private static String text(Element parent, String name) {
        return children(parent, name)
                .map(Node::getTextContent)
                .map(String::strip)
                .findFirst()
                .orElse("");
    }

    @Test
    void modulesUseEachOtherInOneDirection() {
        Map<String, Set<String>> used = new TreeMap<>();
        modules.forEach((module, dependencies) -> {
            Set<String> more = new TreeSet<>();
            dependencies.stream()
                    .filter(dependency -> dependency.group().equals(OURS) && !dependency.test())
                    .map(Dependency::artifact)
                    .filter(artifact -> !ALLOWED.getOrDefault(module, Set.of()).contains(artifact))
                    .forEach(more::add);
            if (!more.isEmpty()) {
                used.put(module, more);
            }
        });
        assertThat(used).as("modules that use what they may not").isEmpty();
        assertThat(ALLOWED.keySet()).as("modules there are").isEqualTo(modules.keySet());
    }

    @Test
    void nothingUsesTheLauncherButBenchmarksAndTestsOnProcesses() {
        assertThat(modules.entrySet().stream()
                        .filter(module -> module.getValue().stream()
                                .anyMatch(dependency -> dependency.artifact().equals("loopkeeper-launcher")))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("loopkeeper-benchmarks", "loopkeeper-process-tests");
    }

    /** Both are what others are written against: whoever uses them gets nothing with them. */
    @Test
    void theApiAndTheProviderContractDependOnNothing() {
        for (String module : List.of("loopkeeper-api", "loopkeeper-provider")) {
            assertThat(modules.get(module).stream().filter(dependency -> !dependency.test()))
                    .as(module)
                    .isEmpty();
        }
    }

    @Test
    void librariesOfTheRimAreKnownToFewModules() {
        HOME_OF_LIBRARY.forEach((group, homes) -> assertThat(modules.entrySet().stream()
                        .filter(module -> module.getValue().stream()
                                .anyMatch(dependency -> dependency.group().startsWith(group) && !dependency.test()))
                        .map(Map.Entry::getKey))
                .as(group)
                .containsExactlyInAnyOrderElementsOf(homes));
    }

    /** Otherwise a version would be said in two places. */
    @Test
    void versionsAreInTheRootPomOnly() throws IOException {
        try (Stream<Path> files = Files.walk(Project.ROOT, 4)) {
            assertThat(files.filter(file -> file.endsWith("pom.xml"))
                            .filter(file -> !file.equals(Project.ROOT.resolve("pom.xml")))
                            .filter(file ->
                                    !Project.ROOT.relativize(file).toString().contains("target"))
                            .filter(ModuleDependenciesTest::saysAVersion))
                    .isEmpty();
        }
    }

    private static boolean saysAVersion(Path pom) {
        try {
            String text = Files.readString(pom);
            int parent = text.indexOf("</parent>");
            return text.substring(Math.max(0, parent))
                    .lines()
                    .anyMatch(line -> line.matches(".*<version>[^$<]*</version>.*"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
