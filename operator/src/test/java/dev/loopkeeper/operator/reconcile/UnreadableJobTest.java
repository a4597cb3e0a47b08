package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.act.JobMemory;
import dev.loopkeeper.operator.act.StubApiServer;
import dev.loopkeeper.operator.observe.JobView;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R17: a job that the operator cannot read is that job's trouble alone, and a watch that ends all the same is noticed. */
final class UnreadableJobTest {

    private static final String GOOD = job("good", "2");
    private static final String BAD = job("bad", "2000000");

    private static String job(String name, String cpu) {
        return """
                {"apiVersion": "loopkeeper.dev/v1alpha1", "kind": "IterativeJob",
                 "metadata": {"name": "%s", "namespace": "factory", "uid": "%s-1", "resourceVersion": "7"},
                 "spec": {"program": {"className": "dev.example.Rework"}, "workers": {"cpu": %s}}}
                """.formatted(name, name, cpu);
    }

    private static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        new JobReading().customize(mapper);
        return new KubernetesSerialization(mapper, true);
    }

    private static SharedIndexInformer<?> informer() {
        return (SharedIndexInformer<?>) Proxy.newProxyInstance(
                UnreadableJobTest.class.getClassLoader(),
                new Class<?>[] {SharedIndexInformer.class},
                (_, method, _) -> method.getName().equals("getApiTypeClass") ? IterativeJob.class : null);
    }

    @Test
    void aListWithAJobThatCannotBeReadIsRead() {
        try (StubApiServer server =
                        new StubApiServer().answers("GET", "/iterativejobs", 200, """
                        {"apiVersion": "loopkeeper.dev/v1alpha1", "kind": "IterativeJobList",
                         "metadata": {"resourceVersion": "7"}, "items": [%s, %s]}
                        """.formatted(BAD, GOOD));
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(server.client().getConfiguration())
                        .withKubernetesSerialization(serialization())
                        .build()) {
            List<IterativeJob> jobs = client.resources(IterativeJob.class)
                    .inNamespace("factory")
                    .list()
                    .getItems();
            assertThat(jobs).extracting(job -> job.getMetadata().getName()).containsExactly("bad", "good");
        }
    }

    /** As the client reads what a watch says: in general first, then as the resource that is watched. */
    @Test
    void anEventOfAJobThatCannotBeReadIsRead() {
        KubernetesSerialization serialization = serialization();
        WatchEvent event =
                serialization.unmarshal("{\"type\": \"MODIFIED\", \"object\": " + BAD + "}", WatchEvent.class);
        IterativeJob job = serialization.convertValue(event.getObject(), IterativeJob.class);
        assertThat(job.getMetadata().getUid()).isEqualTo("bad-1");
    }

    /** The operator works on copies of what was read. */
    @ParameterizedTest
    @CsvSource({"2000000, spec.workers.cpu: must be at most 1000000", "[1], spec.workers.cpu: expected a quantity"})
    void whatCannotBeReadIsNamed(String cpu, String problem) throws IOException {
        KubernetesSerialization serialization = serialization();
        IterativeJob job = serialization.clone(serialization.unmarshal(job("bad", cpu), IterativeJob.class));
        assertThat(new SpecificationCheck(serialization).problems(job))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    /** What is written of the snapshots, and what is known of it. */
    @ParameterizedTest
    @CsvSource({"onDelete, Delete, DELETE", "onDelete, Retain, RETAIN", "onDelete, Sometimes,", "retain, none,"})
    void k10DefaultsInPlaceOfWhatCannotBeReadAreNobodysWish(String field, String value, DeletionPolicy known) {
        IterativeJob job = serialization().unmarshal("""
                {"apiVersion": "loopkeeper.dev/v1alpha1", "kind": "IterativeJob",
                 "metadata": {"name": "bad", "namespace": "factory", "uid": "bad-1", "generation": 2},
                 "spec": {"program": {"className": {"a": 1}}, "snapshots": {"%s": "%s"}}}
                """.formatted(field, value), IterativeJob.class);
        JobView view = Observer.view(job, new JobMemory());
        assertThat(view.readable()).isFalse();
        assertThat(view.onDelete()).isEqualTo(known);
    }

    @Test
    void aWatchThatHasEndedForGoodEndsTheOperator() {
        List<String> lines = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        WatchEnd end = new WatchEnd(lines::add, () -> ends.add("failed"));
        end.onStop(informer(), new IllegalStateException("outer", new ClassCastException("no such\nvalue")));
        assertThat(ends).containsExactly("failed");
        assertThat(lines)
                .containsExactly("The watch over IterativeJob has ended for good: ClassCastException: no such."
                        + " The operator ends, to be started again.");
    }

    @Test
    void aWatchThatWasToldToEndDoesNot() {
        new WatchEnd(
                        line -> assertThat(line).isNull(),
                        () -> assertThat("the end").isNull())
                .onStop(informer(), null);
    }
}
