package dev.loopkeeper.operator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.chart.Chart;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K11: the chart grants what the operator needs in the namespaces of jobs, and nothing else. */
final class RightsTest {

    /** The chart's values, and what {@code helm test} is told of them. */
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "', metrics: {jobPodMonitors: {enabled: true}}', --pod-monitors",
        "', watchNodes: true', --nodes",
    })
    void k11TheChartsRolesAreTheRightsThatAreChecked(String values, String argument) {
        List<HasMetadata> objects = Chart.render("{watchNamespaces: [a]" + values + "}");
        List<String> arguments = List.of(argument, "a");
        Role role = Chart.find(objects, Role.class, "loopkeeper-jobs");
        assertThat(rights(role.getRules().stream()))
                .containsExactlyInAnyOrderElementsOf(ReleaseCheck.rights(arguments));
        // Those of the release that are for people are not the operator's.
        Stream<PolicyRule> everywhere = objects.stream()
                .filter(ClusterRole.class::isInstance)
                .map(ClusterRole.class::cast)
                .filter(granted -> !granted.getMetadata().getName().matches(".*-(view|edit)"))
                .flatMap(granted -> granted.getRules().stream());
        assertThat(rights(everywhere)).containsExactlyInAnyOrderElementsOf(ReleaseCheck.rightsOverall(arguments));
    }

    private static List<Right> rights(Stream<PolicyRule> rules) {
        return rules.flatMap(rule -> rule.getResources().stream()
                        .map(resource -> new Right(rule.getApiGroups().getFirst(), resource, rule.getVerbs())))
                .toList();
    }

    @Test
    void optionsAreNoNamespaces() {
        assertThat(ReleaseCheck.namespaces(List.of("--pod-monitors", "--nodes", "a", "b")))
                .containsExactly("a", "b");
    }

    @Test
    void aSubresourceIsAskedForByItsOwnName() {
        Right status = new Right("loopkeeper.dev", "iterativejobs/status", List.of("patch"));
        assertThat(status.plural()).isEqualTo("iterativejobs");
        assertThat(status.subresource()).isEqualTo("status");
        assertThat(new Right("", "pods", List.of()).subresource()).isEmpty();
    }
}
