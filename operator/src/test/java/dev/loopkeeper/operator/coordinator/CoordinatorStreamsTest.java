package dev.loopkeeper.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams in, observations out, over mutual TLS: K4, K5, K14, K15, K25. */
final class CoordinatorStreamsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger changes = new AtomicInteger();
    private final CoordinatorStreams streams =
            new CoordinatorStreams(vertx, Clock.systemUTC(), _ -> changes.incrementAndGet());

    @AfterEach
    void close() {
        streams.close();
        vertx.close();
    }

    private StubCoordinator listen(String role) throws Exception {
        StubCoordinator stub = new StubCoordinator(vertx, role);
        streams.listen(JOB, "pod-1", "127.0.0.1", stub.port(), stub.trust(), HEARTBEAT);
        return stub;
    }

    private StreamView view() {
        return streams.views(JOB).getFirst();
    }

    private static String state(long epoch, long version) {
        return "{\"protocolVersion\":1,\"job\":\"rework\",\"epoch\":" + epoch + ",\"version\":" + version
                + ",\"claim\":1,\"new field\":[1]}";
    }

    private static Observations observations(long version) {
        return new Observations(ProviderProtocol.VERSION, 1, version, List.of(), List.of(), false, null);
    }

    @Test
    void aStateIsHeardAndTold() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            int before = changes.get();
            stub.say(state(1, 7));
            await().until(() -> view().state() != null);
            assertThat(view().state().version()).isEqualTo(7);
            assertThat(view().problem()).isNull();
            assertThat(changes.get()).isGreaterThan(before);
            assertThat(streams.fleet().heard()).isTrue();
        }
    }

    @Test
    void k4AnOlderStateIsOfNoAccount() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            stub.say(state(2, 7));
            stub.say(state(2, 6));
            stub.say(state(1, 9));
            stub.say("{\"protocolVersion\":9}");
            await().until(() -> view().problem() != null);
            assertThat(view().state().epoch()).isEqualTo(2);
            assertThat(view().state().version()).isEqualTo(7);
            assertThat(view().problem()).contains("version 9");
        }
    }

    @Test
    void k5ASignOfLifeIsHeardAndSilenceIsTold() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            stub.say("{}");
            await().until(() -> view().heardAt() != null);
            assertThat(streams.fleet().silent()).isZero();
            int before = changes.get();
            await().until(() -> streams.fleet().silent() == 1);
            await().until(() -> changes.get() > before);
        }
    }

    /** Three of three fall silent: each job sees the two others, and that this process may be deaf. */
    @Test
    void k5EachJobSeesWhoFellSilentWithItsOwn() throws Exception {
        List<JobIdentity> jobs =
                List.of(JOB, new JobIdentity("factory", "b", "2"), new JobIdentity("factory", "c", "3"));
        List<StubCoordinator> stubs = new ArrayList<>();
        try {
            for (JobIdentity job : jobs) {
                StubCoordinator stub = new StubCoordinator(vertx, "coordinator");
                stubs.add(stub);
                streams.listen(job, "pod-of-" + job.name(), "127.0.0.1", stub.port(), stub.trust(), HEARTBEAT);
            }
            for (StubCoordinator stub : stubs) {
                await().until(() -> !stub.streams.isEmpty());
            }
            stubs.forEach(stub -> stub.say("{}"));
            for (JobIdentity job : jobs) {
                await().until(() -> streams.views(job).getFirst().heardAt() != null);
                assertThat(streams.fleet(job).coordinators()).isEqualTo(3);
            }
            for (JobIdentity job : jobs) {
                await().until(() -> streams.fleet(job).silent() == 3);
                await().until(() -> streams.fleet(job).doubtedAt() != null);
            }
            stubs.getFirst().say("{}");
            await().until(() -> streams.fleet(JOB).silent() == 0);
        } finally {
            stubs.forEach(StubCoordinator::close);
        }
    }

    /** Signs of life come every second: with a time-out of two, others that are well were last heard but a moment later. */
    @Test
    void k5CoordinatorsThatAreWellAreNoReasonForDoubt() throws Exception {
        ManualClock clock = new ManualClock();
        List<JobIdentity> jobs =
                List.of(JOB, new JobIdentity("factory", "b", "2"), new JobIdentity("factory", "c", "3"));
        List<StubCoordinator> stubs = new ArrayList<>();
        try (CoordinatorStreams timed = new CoordinatorStreams(vertx, clock, _ -> {})) {
            for (JobIdentity job : jobs) {
                StubCoordinator stub = new StubCoordinator(vertx, "coordinator");
                stubs.add(stub);
                timed.listen(job, "pod", "127.0.0.1", stub.port(), stub.trust(), Duration.ofSeconds(2));
                await().until(() -> !stub.streams.isEmpty());
            }
            hear(timed, jobs, stubs, clock, Duration.ZERO);
            List<JobIdentity> well = jobs.subList(1, 3);
            hear(timed, well, stubs.subList(1, 3), clock, Duration.ofMillis(1400));
            clock.at(Duration.ofMillis(2100));
            assertThat(timed.fleet(JOB).silent())
                    .as("who is silent is not known yet: nothing may be replaced")
                    .isEqualTo(3);
            assertThat(timed.fleet(JOB).doubtedAt()).isNull();
            hear(timed, well, stubs.subList(1, 3), clock, Duration.ofMillis(2400));
            clock.at(Duration.ofMillis(3100));
            assertThat(timed.fleet(JOB).silent()).isEqualTo(1);
            assertThat(timed.fleet(JOB).doubtedAt()).isNull();
            clock.at(Duration.ofSeconds(5));
            assertThat(timed.fleet(well.getFirst()).silent()).isEqualTo(3);
            assertThat(timed.fleet(well.getFirst()).doubtedAt()).isNotNull();
        } finally {
            stubs.forEach(StubCoordinator::close);
        }
    }

    private static void hear(
            CoordinatorStreams streams,
            List<JobIdentity> jobs,
            List<StubCoordinator> stubs,
            ManualClock clock,
            Duration at) {
        clock.at(at);
        stubs.forEach(stub -> stub.say("{}"));
        for (JobIdentity job : jobs) {
            await().until(() ->
                    clock.instant().equals(streams.views(job).getFirst().heardAt()));
        }
    }

    /** A job that runs is asked for its progress every ten seconds: a thousand jobs would cost a hundred handshakes a second. */
    @Test
    void k25RequestsToACoordinatorShareAConnection() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            streams.report(JOB, "pod-1", observations(1));
            await().until(() -> !stub.posted.isEmpty());
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                stub.say("{}");
                return stub.statusAsked.get() > 0;
            });
            assertThat(stub.streams).hasSize(1);
            assertThat(stub.connections).hasValue(2);
        }
    }

    @Test
    void k25AJobsStreamsAreItsOwn() throws Exception {
        JobIdentity other = new JobIdentity("factory", "b", "2");
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            streams.retain(other, Set.of());
            streams.report(other, "pod-1", observations(1));
            assertThat(streams.views(other)).isEmpty();
            assertThat(streams.views(JOB)).hasSize(1);
            assertThat(streams.fleet().coordinators()).isEqualTo(1);
            streams.retain(JOB, Set.of());
            assertThat(streams.fleet().coordinators()).isZero();
        }
    }

    @Test
    void aStreamThatBreaksIsDialedAgain() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            stub.say(state(1, 7));
            await().until(() -> view().state() != null);
            stub.hangUp();
            await().until(() -> stub.streams.size() == 2);
            stub.say(state(1, 8));
            await().until(() -> view().state().version() == 8);
        }
    }

    @Test
    void ofManyObservationsTheNewestIsPosted() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            for (int version = 1; version <= 50; version++) {
                streams.report(JOB, "pod-1", observations(version));
            }
            await().until(() -> stub.posted.stream().anyMatch(post -> post.contains("\"version\":50,")));
            streams.report(JOB, "pod-1", observations(51));
            await().until(() -> stub.posted.getLast().contains("\"version\":51,"));
            assertThat(stub.posted).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void k14APeerOfAnotherRoleIsNotBelieved() throws Exception {
        try (StubCoordinator stub = listen("worker")) {
            await().until(() -> view().problem() != null && !view().problem().equals("not connected yet"));
            assertThat(stub.streams).isEmpty();
            assertThat(view().heardAt()).isNull();
        }
    }

    @Test
    void streamsThatAreNoLongerNeededAreClosed() throws Exception {
        try (StubCoordinator stub = listen("coordinator")) {
            await().until(() -> !stub.streams.isEmpty());
            streams.retain(JOB, Set.of("pod-2"));
            assertThat(streams.views(JOB)).isEmpty();
            await().until(() -> stub.streams.getFirst().closed());
        }
    }
}
