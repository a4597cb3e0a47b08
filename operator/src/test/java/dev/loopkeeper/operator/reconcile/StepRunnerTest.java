package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.operator.act.EventRecorder;
import dev.loopkeeper.operator.act.JobActions;
import dev.loopkeeper.operator.act.JobCluster;
import dev.loopkeeper.operator.act.JobMemory;
import dev.loopkeeper.operator.act.StubApiServer;
import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.coordinator.CoordinatorStreams;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.PodSkeleton;
import dev.loopkeeper.operator.monitor.OperatorMetrics;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the other steps when one fails, and what is told of it. */
final class StepRunnerTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", Given.UID);
    private static final IterativeJobSpec SPEC = Given.specification("");
    private static final List<Step> REPLACEMENT = List.of(
            new Step.CreateCoordinator(1, 2, 0, 0, List.of()),
            new Step.DeletePod("rework-coordinator-1", "abc", 1, "it is silent"),
            new Step.EndRun(1, new RunEnd(RunEnd.Outcome.ABANDONED, "", Given.NOW)));

    private static final Step REPORT =
            new Step.Report("abc", new Observations(ProviderProtocol.VERSION, 1, 1, List.of(), List.of(), false, null));

    private static final Predicate<String> CHANGES = request -> !request.startsWith("GET");

    private final StubApiServer server = new StubApiServer();
    private final ManualClock clock = new ManualClock();
    private final JobMemory memory = new JobMemory();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final CoordinatorStreams streams = new CoordinatorStreams(vertx, clock, _ -> {});

    @AfterEach
    void close() {
        streams.close();
        vertx.close();
        server.close();
    }

    private StepRunner runner() {
        IterativeJob resource = new IterativeJob();
        resource.setSpec(SPEC);
        JobStore store = new JobStore("https://s3.example", "jobs", "", "eu-1", null, null, true);
        PodSkeleton pods = new PodSkeleton(JOB, 1, SPEC, "image:1", store);
        FrozenRun frozen = new FrozenRun(
                1,
                "image:1",
                RunSpecification.of(SPEC),
                "",
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                "",
                "0.1.0");
        server.answers("GET", "/rework-run-1", 200, server.json(frozen.revision(JOB, 1)));
        JobActions actions = new JobActions(
                resource,
                JOB,
                new JobCluster(server.client(), JOB),
                memory,
                new JobActions.Tools(
                        null, new CertificateMaker(), streams, new EventRecorder(server.client(), clock), null, clock));
        return new StepRunner(JOB, actions, memory, new OperatorMetrics(meters));
    }

    @Test
    void whatComesAfterAStepThatFailsIsLeftForTheNextTime() {
        server.refuses("POST", "/pods", 500, "etcd is slow");
        StepRunner runner = runner();
        runner.run(REPLACEMENT);
        assertThat(server.asked()).filteredOn(CHANGES).containsExactly("POST /api/v1/namespaces/factory/pods");
        assertThat(runner.trouble().reason()).isEqualTo("RequestFailed");
        assertThat(runner.conclude()).contains(Duration.ofMillis(500));
    }

    /** One job must not keep the operator from telling what is wrong with it. */
    @Test
    void aFaultOfOurOwnIsToldInTheJobsStatus() {
        StepRunner runner = runner();
        runner.attempt(() -> {
            throw new NullPointerException("of a field that nobody has given");
        });
        assertThat(runner.trouble())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "OperatorFault");
        assertThat(runner.trouble().message()).contains("NullPointerException: of a field that nobody has given");
        assertThat(runner.conclude()).contains(Duration.ofMillis(500));
    }

    /** A pod on a dead node counts in a quota for ever, unless it is deleted. */
    @Test
    void k6WhatIsReplacedGoesAlsoWhenAFullQuotaKeepsItsReplacementOut() {
        server.refuses("POST", "/pods", 403, "pods is forbidden: exceeded quota: two, requested: pods=1");
        StepRunner runner = runner();
        runner.run(REPLACEMENT);
        assertThat(server.asked())
                .filteredOn(CHANGES)
                .containsExactly(
                        "POST /api/v1/namespaces/factory/pods",
                        "DELETE /api/v1/namespaces/factory/pods/rework-coordinator-1");
        assertThat(runner.trouble().kind()).isEqualTo(Situation.Kind.WAITING);
    }

    /** What else can be done is done: to stop, change or mend a job takes a coordinator that is told so. */
    @Test
    void k18AWorkerThatIsRefusedKeepsOutItsRegionAlone() {
        server.refuses("POST", "/pods", 403, "pods is forbidden: exceeded quota: two, requested: pods=1");
        StepRunner runner = runner();
        runner.run(List.of(worker("r0", 0), worker("r0", 1), worker("r1", 0), REPLACEMENT.get(1), REPORT));
        assertThat(server.asked())
                .filteredOn(CHANGES)
                .containsExactly(
                        "POST /api/v1/namespaces/factory/pods",
                        "POST /api/v1/namespaces/factory/pods",
                        "DELETE /api/v1/namespaces/factory/pods/rework-coordinator-1");
        assertThat(reports()).isEqualTo(1);
        assertThat(runner.trouble())
                .isEqualTo(new Situation(
                        Situation.Kind.WAITING,
                        "QuotaExceeded",
                        "pods is forbidden: exceeded quota: two, requested: pods=1"));
        assertThat(runner.conclude()).contains(Duration.ofMillis(500));
    }

    @Test
    void aTemplateThatIsRefusedIsNotTriedInEachOfAThousandRegions() {
        server.refuses("POST", "/pods", 403, "violates PodSecurity restricted");
        StepRunner runner = runner();
        runner.run(IntStream.range(0, 1000)
                .mapToObj(region -> worker("r" + region, 0))
                .toList());
        assertThat(server.asked()).filteredOn(CHANGES).hasSize(8);
        assertThat(runner.trouble().kind()).isEqualTo(Situation.Kind.HINDERED);
    }

    @Test
    void aWorkerWhoseNameIsTakenKeepsOutItsRegionAlone() {
        server.refuses("POST", "/pods", 409, "pods already exists");
        server.answers("GET", "/rework-r0-0-1", 200, pod("another"));
        server.answers("GET", "/rework-r1-0-1", 200, pod(Given.UID));
        StepRunner runner = runner();
        runner.run(List.of(worker("r0", 0), worker("r1", 0), REPORT));
        assertThat(memory.created()).hasSize(1);
        assertThat(reports()).isEqualTo(1);
        assertThat(runner.trouble().reason()).isEqualTo("StepFailed");
    }

    private static String pod(String owner) {
        return """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"uid": "there", "labels": {}, "ownerReferences": [{"uid": "%s"}]}}
                """.formatted(owner);
    }

    /** The coordinator is told even where the API server does nothing. */
    @Test
    void k18WhatTheCoordinatorIsToldWaitsForNothingElse() {
        server.refuses("POST", "/pods", 500, "etcd is slow");
        StepRunner runner = runner();
        runner.run(List.of(worker("r0", 0), worker("r1", 0), REPORT, REPLACEMENT.getLast()));
        assertThat(server.asked()).filteredOn(CHANGES).containsExactly("POST /api/v1/namespaces/factory/pods");
        assertThat(reports()).isEqualTo(1);
    }

    private int reports() {
        return (int)
                meters.find("loopkeeper.operator.steps").tags("step", "Report", "outcome", "done").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum();
    }

    /** No cache holds what pods are made of: it is read once for all that are made together. */
    @Test
    void k25WhatWasFrozenIsReadWhenPodsAreMade() {
        server.answers(
                "POST", "/pods", 201, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"uid\": \"new\"}}");
        runner().run(List.of(worker("r0", 0), worker("r0", 1), worker("r0", 2)));
        assertThat(server.asked())
                .containsExactly(
                        "GET /apis/apps/v1/namespaces/factory/controllerrevisions/rework-run-1",
                        "POST /api/v1/namespaces/factory/pods",
                        "POST /api/v1/namespaces/factory/pods",
                        "POST /api/v1/namespaces/factory/pods");
    }

    private static Step worker(String region, int index) {
        return new Step.CreateWorker(
                1, 1, WantedWorker.wanted(new WorkerName("rework", region, index, 1), 1), List.of());
    }

    @Test
    void nothingGoesWhenItsReplacementIsForbiddenForAnotherReason() {
        server.refuses("POST", "/pods", 403, "violates PodSecurity restricted");
        runner().run(REPLACEMENT);
        assertThat(server.asked()).filteredOn(CHANGES).containsExactly("POST /api/v1/namespaces/factory/pods");
    }

    @Test
    void aConflictIsNoTroubleUnlessItLasts() {
        server.refuses("PATCH", "/rework-run-1", 409, "the object has been modified");
        for (int conflict = 1; conflict <= 5; conflict++) {
            StepRunner runner = runner();
            runner.run(List.of(REPLACEMENT.getLast()));
            assertThat(runner.trouble()).isEqualTo(Situation.CLEAR);
            assertThat(runner.conclude()).isPresent();
        }
        StepRunner runner = runner();
        runner.run(List.of(REPLACEMENT.getLast()));
        assertThat(runner.trouble().reason()).isEqualTo("RequestFailed");
    }

    @Test
    void k22WhatHoldsForAWhileIsToldOnce() {
        Step once = new Step.TellOnce(true, "EarlierSnapshotsFound", "at s3://jobs/a");
        server.answers(
                "POST",
                "/events",
                201,
                "{\"apiVersion\": \"v1\", \"kind\": \"Event\", \"metadata\": {\"name\": \"x\"}}");
        runner().run(List.of(once));
        runner().run(List.of(once, once));
        clock.at(Duration.ofHours(1));
        runner().run(List.of(once));
        assertThat(server.asked())
                .filteredOn(request -> request.startsWith("POST"))
                .hasSize(1);
    }

    /** It would be lost, as nothing else keeps it; but a namespace that takes no events is not asked with each look. */
    @Test
    void k19WhatCouldNotBeToldOnceIsTriedAgainLater() {
        Step once = new Step.TellOnce(true, "EarlierSnapshotsFound", "at s3://jobs/a");
        server.refuses("POST", "/events", 403, "exceeded quota: few");
        runner().run(List.of(once));
        server.answers(
                "POST",
                "/events",
                201,
                "{\"apiVersion\": \"v1\", \"kind\": \"Event\", \"metadata\": {\"name\": \"x\"}}");
        clock.at(Duration.ofSeconds(29));
        runner().run(List.of(once));
        assertThat(written()).isEqualTo(1);
        clock.at(Duration.ofSeconds(30));
        runner().run(List.of(once));
        assertThat(written()).isEqualTo(2);
        clock.at(Duration.ofHours(1));
        runner().run(List.of(once));
        assertThat(written()).isEqualTo(2);
    }

    private long written() {
        return server.asked().stream()
                .filter(request -> request.startsWith("POST"))
                .count();
    }

    @Test
    void theStatusIsWrittenWhateverHasFailed() {
        server.refuses("POST", "/pods", 500, "etcd is slow");
        StepRunner runner = runner();
        runner.run(REPLACEMENT);
        assertThat(runner.attemptAnyway(() -> true)).isTrue();
        assertThat(runner.attemptAnyway(() -> false)).isFalse();
        assertThat(runner.conclude()).as("two failures, but of one look").contains(Duration.ofMillis(500));
    }

    /** The steps of such a look go well, each time. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStatusThatIsRefusedAgainAndAgainIsWrittenEverMoreSeldom(boolean quietly) {
        List<Duration> delays = new ArrayList<>();
        for (int look = 0; look < 5; look++) {
            StepRunner runner = runner();
            runner.run(List.of());
            assertThat(runner.attemptAnyway(() -> refused(quietly))).isFalse();
            runner.conclude().ifPresent(delays::add);
        }
        assertThat(delays).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
        StepRunner well = runner();
        well.run(List.of());
        assertThat(well.attemptAnyway(() -> true)).isTrue();
        assertThat(well.conclude()).isEmpty();
        StepRunner again = runner();
        again.run(List.of());
        assertThat(again.attemptAnyway(() -> refused(quietly))).isFalse();
        assertThat(again.conclude()).contains(Duration.ofMillis(500));
    }

    private static boolean refused(boolean quietly) {
        if (quietly) {
            return false;
        }
        throw new KubernetesClientException("the status is too long");
    }
}
