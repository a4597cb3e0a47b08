package dev.loopkeeper.operator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.chart.Chart;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K11: the chart grants what the operator needs in the namespaces of jobs, and nothing else. */
final class RightsTest {

    /** The chart's values, and what {@code helm test} is told of them. */
    @ParameterizedTest
    @CsvSource({"'', ''", "', metrics: {jobPodMonitors: {enabled: true}}', --pod-monitors"})
    void k11TheChartsRolesAreTheRightsThatAreChecked(String values, String argument) {
        Role role = Chart.find(Chart.render("{watchNamespaces: [a]" + values + "}"), Role.class, "loopkeeper-jobs");
        List<Right> granted = role.getRules().stream()
                .flatMap(rule -> rule.getResources().stream()
                        .map(resource -> new Right(rule.getApiGroups().getFirst(), resource, rule.getVerbs())))
                .toList();
        assertThat(granted).containsExactlyInAnyOrderElementsOf(ReleaseCheck.rights(List.of(argument, "a")));
    }

    @Test
    void aSubresourceIsAskedForByItsOwnName() {
        Right status = new Right("loopkeeper.dev", "iterativejobs/status", List.of("patch"));
        assertThat(status.plural()).isEqualTo("iterativejobs");
        assertThat(status.subresource()).isEqualTo("status");
        assertThat(new Right("", "pods", List.of()).subresource()).isEmpty();
    }
}
