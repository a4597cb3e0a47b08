package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.Trial;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K20: the API server judges the pods of a template before any of them is made. */
final class PodTrialTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String PODS = "/namespaces/factory/pods";
    private static final String STORE =
            "snapshots: {store: {endpoint: \"https://s3.example\", bucket: jobs, credentials: {type: WorkloadIdentity}}}\n";

    private final StubApiServer server = new StubApiServer();
    private final JobCluster cluster = new JobCluster(server.client(), JOB);
    private final JobMemory memory = new JobMemory();

    @AfterEach
    void close() {
        server.close();
    }

    private Trial trial(String template) {
        IterativeJob resource = new IterativeJob();
        resource.setSpec(Given.specification(STORE + "image: image:1\n" + template));
        new JobActions(
                        resource,
                        JOB,
                        cluster,
                        memory,
                        new JobActions.Tools(
                                new Settings("jobs"), new CertificateMaker(), null, null, null, new ManualClock()))
                .act(new Step.TryPods(4));
        return memory.trial();
    }

    private void refuses(int code, String message) {
        server.answers(
                "POST",
                PODS,
                code,
                server.json(Map.of(
                        "kind", "Status", "apiVersion", "v1", "status", "Failure", "code", code, "message", message)));
    }

    @Test
    void k20OnlyTheTrialIsStrict() {
        server.answers("POST", PODS, 201, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}");
        assertThat(trial("").refusal()).isNull();
        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.query()).contains("dryRun=All").contains("fieldValidation=Strict"));
        cluster.create(server.client()
                .getKubernetesSerialization()
                .unmarshal(server.requests().getFirst().body(), Pod.class));
        assertThat(server.requests().getLast().query())
                .as("K9: what a run was frozen with is created as it is")
                .doesNotContain("fieldValidation")
                .doesNotContain("dryRun");
    }

    /** What the client's classes do not have, too: it is for the API server to know. */
    @Test
    void k20TheServerIsAskedAboutAllThatATemplateSays() {
        server.answers("POST", PODS, 201, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}");
        trial("""
                workers:
                  template:
                    metadata: {lables: {a: b}}
                    spec:
                      nodeSelectr: {a: b}
                      securityContext: {fsGrup: 1}
                      affinity: {nodeAfinity: {}}
                      volumes: [{name: data, emptyDirr: {}}]
                      containers:
                      - name: worker
                        evn: [{name: A}]
                        env: [{name: A, vale: b}]
                        resources: {limts: {a: 1}}
                        securityContext: {capabilties: {}}
                coordinator: {template: {spec: {tolerationz: []}}}
                """);
        JsonNode worker = body(0);
        assertThat(worker.at("/metadata/lables/a").asText()).isEqualTo("b");
        JsonNode pod = worker.path("spec");
        for (String place : new String[] {
            "/nodeSelectr/a",
            "/securityContext/fsGrup",
            "/affinity/nodeAfinity",
            "/containers/0/evn/0",
            "/containers/0/resources/limts/a",
            "/containers/0/securityContext/capabilties"
        }) {
            assertThat(pod.at(place).isMissingNode()).as(place).isFalse();
        }
        assertThat(pod.path("volumes")).anyMatch(volume -> volume.has("emptyDirr"));
        assertThat(pod.at("/containers/0/env")).anyMatch(variable -> variable.has("vale"));
        assertThat(body(1).path("spec").has("tolerationz")).isTrue();
    }

    private JsonNode body(int request) {
        return server.client()
                .getKubernetesSerialization()
                .unmarshal(server.requests().get(request).body(), JsonNode.class);
    }

    @Test
    void k20AnUnknownFieldIsNamedInOneLine() {
        refuses(
                400,
                "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.nodeSelectr\"");
        assertThat(trial("workers: {template: {spec: {nodeSelectr: {a: b}}}}").refusal())
                .isEqualTo("spec.workers.template: strict decoding error: unknown field \"spec.nodeSelectr\"");
    }

    /** Ours come first in the merged pod, so whoever wrote the template would look at another entry. */
    @Test
    void k20TheEntriesOfListsAreNamedAsTheTemplateNamesThem() {
        String template =
                "workers: {template: {spec: {containers: [{name: side, image: a, evn: []}, {name: worker, env: [{name: A, vale: b}], volumeMounts: [{name: none, mountPath: /data}]}]}}}";
        refuses(
                400,
                "strict decoding error: unknown field \"spec.containers[0].env[4].vale\", unknown field \"spec.containers[1].evn\"");
        assertThat(trial(template).refusal())
                .isEqualTo(
                        "spec.workers.template: strict decoding error:"
                                + " unknown field \"spec.containers[worker].env[A].vale\", unknown field \"spec.containers[side].evn\"");
        JsonNode mounts = body(0).at("/spec/containers/0/volumeMounts");
        refuses(
                422,
                "Pod \"rework-r0-0-0\" is invalid: spec.containers[0].volumeMounts[%d].name: Not found: \"none\", spec.tolerations[0].operator: bad"
                        .formatted(mounts.size() - 1));
        assertThat(trial(template).refusal())
                .isEqualTo(
                        "spec.workers.template: Pod \"rework-r0-0-0\" is invalid:"
                                + " spec.containers[worker].volumeMounts[/data].name: Not found: \"none\", spec.tolerations[0].operator: bad");
    }

    /** A container without a name is for the API server to refuse. */
    @Test
    void k20NothingThatATemplateListsIsLeftOut() {
        server.answers("POST", PODS, 201, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}");
        trial(
                "workers: {template: {spec: {containers: [{image: a}, {image: b}, {name: worker, tty: true}, {name: worker, stdin: true}]}}}");
        assertThat(body(0).at("/spec/containers")).hasSize(4);
        assertThat(body(0).at("/spec/containers/0/tty").asBoolean()).isTrue();
        assertThat(body(0).at("/spec/containers").findValuesAsText("image")).contains("a", "b");
    }
}
