package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K20: which types the fields of a pod have. What is refused is among the bad job files. */
final class PodTypesTest {

    private static final Path GOOD = Path.of("src/test/resources/jobs/good");

    @Test
    void k20TakesValuesThatOnlyLookWrongAndFieldsOfALaterKubernetes() throws InvalidJobException {
        PodTemplate template = JobFile.read(GOOD.resolve("templates-of-any-kind.yaml"))
                .job()
                .getSpec()
                .workers()
                .template();
        assertThat(template.spec().path("ofALaterKubernetes").path(0).asInt()).isEqualTo(1);
        assertThat(template.spec().at("/containers/0/readinessProbe/alsoLater").asInt())
                .isEqualTo(1);
    }

    /** A class of another client that is neither a single value, nor a list, nor has fields would be left unchecked without a word. */
    @Test
    void everyTypeInAPodIsKnown() {
        Set<JavaType> seen = new HashSet<>();
        Set<String> unknown = new TreeSet<>();
        for (Class<?> type : List.of(PodSpec.class, ObjectMeta.class)) {
            collect(TypeFactory.defaultInstance().constructType(type), seen, unknown);
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).as("all of a pod is looked at").hasSizeGreaterThan(100);
    }

    private static void collect(JavaType type, Set<JavaType> seen, Set<String> unknown) {
        if (type.isCollectionLikeType() || type.isMapLikeType()) {
            collect(type.getContentType(), seen, unknown);
        } else if (!PodTypes.SINGLE.containsKey(type.getRawClass())
                && type.getRawClass() != PodTypes.ANY
                && seen.add(type)) {
            Map<String, JavaType> fields = PodTypes.fields(type);
            if (fields.isEmpty()) {
                unknown.add(type.toCanonical());
            }
            fields.values().forEach(field -> collect(field, seen, unknown));
        }
    }

    /** What the client makes of values of a wrong type is something else, and nothing is said. */
    @ParameterizedTest
    @ValueSource(strings = {"resources: [a]", "env: x", "stdin: 'true'", "image: [a]", "ports: [8080]"})
    void k20RefusesWrongTypesInContainersBesideTheMainOneToo(String field) {
        String name = field.substring(0, field.indexOf(':'));
        assertThat(problems("containers: [{name: beside, " + field + "}]"))
                .singleElement()
                .asString()
                .startsWith("spec.workers.template.spec.containers[0]." + name)
                .contains(": expected ");
        assertThat(problems("initContainers: [{name: first, " + field + "}]"))
                .singleElement()
                .asString()
                .startsWith("spec.workers.template.spec.initContainers[0]." + name)
                .contains(": expected ");
    }

    private static List<String> problems(String pod) {
        try {
            JobFile.parse("""
                    apiVersion: loopkeeper.dev/v1alpha1
                    kind: IterativeJob
                    metadata: {name: rework}
                    spec: {program: {className: a.B}, workers: {template: {spec: {%s}}}}
                    """.formatted(pod), "job");
            return List.of();
        } catch (InvalidJobException e) {
            return e.problems().stream()
                    .map(problem -> problem.path() + ": " + problem.message())
                    .toList();
        }
    }
}
