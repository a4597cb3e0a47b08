package dev.loopkeeper.operator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.chart.Chart;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K11: the chart grants what the operator needs in the namespaces of jobs, and nothing else. */
final class RightsTest {

    @Test
    void k11TheChartsRolesAreTheRightsThatAreChecked() {
        Role role = Chart.find(Chart.render("watchNamespaces: [a]"), Role.class, "loopkeeper-jobs");
        List<Right> granted = role.getRules().stream()
                .flatMap(rule -> rule.getResources().stream()
                        .map(resource -> new Right(rule.getApiGroups().getFirst(), resource, rule.getVerbs())))
                .toList();
        assertThat(granted).containsExactlyInAnyOrderElementsOf(Right.FOR_JOBS);
    }

    @Test
    void aSubresourceIsAskedForByItsOwnName() {
        Right status = new Right("loopkeeper.dev", "iterativejobs/status", List.of("patch"));
        assertThat(status.plural()).isEqualTo("iterativejobs");
        assertThat(status.subresource()).isEqualTo("status");
        assertThat(new Right("", "pods", List.of()).subresource()).isEmpty();
    }
}
