package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.act.OperatorSettings;
import dev.loopkeeper.operator.act.StubApiServer;
import dev.loopkeeper.operator.decide.ManualClock;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K24: which node the leader before this one was on, where it has vanished with its lease. */
final class FormerLeaderTest {

    private final StubApiServer server = new StubApiServer();
    private final ManualClock clock = new ManualClock();
    private final FormerLeader former = new FormerLeader(server.client(), settings(), clock);

    private static OperatorSettings settings() {
        return (OperatorSettings) Proxy.newProxyInstance(
                FormerLeaderTest.class.getClassLoader(), new Class<?>[] {OperatorSettings.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("namespace");
                    return "system";
                });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void pod(String name, String phase, String deleted) {
        server.answers(
                "GET",
                "/namespaces/system/pods/" + name,
                200,
                server.json(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withDeletionTimestamp(deleted)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node7")
                        .endSpec()
                        .withNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build()));
    }

    @Test
    void k24TheNodeOfALeaderWhoseLeaseRanOutIsKnownForAWhile() {
        pod("operator-a", "Running", null);
        assertThat(former.node()).isNull();
        former.leads("operator-a");
        assertThat(former.node()).as("it leads").isNull();
        former.leads("operator-b");
        assertThat(former.node()).isEqualTo("node7");
        assertThat(former.node()).isEqualTo("node7");
        assertThat(server.requests()).hasSize(1);
        clock.at(FormerLeader.MATTERS.plus(Duration.ofSeconds(1)));
        assertThat(former.node()).isNull();
    }

    @Test
    void k24OneThatGaveItsLeaseBackOrEndedSaysNothingOfItsNode() {
        pod("operator-a", "Running", null);
        former.leads("operator-a");
        former.leads("");
        former.leads("operator-b");
        assertThat(former.node()).isNull();

        pod("operator-c", "Running", "2026-11-21T03:00:00Z");
        former.leads("operator-c");
        former.leads("operator-b");
        assertThat(former.node()).isNull();

        pod("operator-d", "Failed", null);
        former.leads("operator-d");
        former.leads("operator-b");
        assertThat(former.node()).isNull();

        former.leads("operator-gone");
        former.leads("operator-b");
        assertThat(former.node()).isNull();
    }
}
