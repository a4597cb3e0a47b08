package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.model.JobIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K11: the watch over nodes is one for all jobs, and what stands in its way holds up nothing. */
final class NodeWatchTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");

    private final NodesServer server;
    private final ManualClock clock = new ManualClock();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<JobIdentity> told = new CopyOnWriteArrayList<>();
    private final SuspectedNodes nodes = new SuspectedNodes(told::add);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Semaphore retries = new Semaphore(0);
    private final Semaphore looks = new Semaphore(0);
    private final NodeWatch watch;
    private int seconds;

    NodeWatchTest() throws IOException {
        server = new NodesServer();
        watch = new NodeWatch(server.client(), clock, nodes, this::pause, lines::add);
        nodes.placed(JOB, Set.of("node1"));
    }

    /** Each look, and each further try, is let go by the test. */
    private void pause(Duration time) throws InterruptedException {
        pauses.add(time);
        (time.equals(NodeWatch.RETRY) ? retries : looks).acquire();
    }

    @AfterEach
    void close() {
        watch.close();
        server.close();
    }

    @Test
    void k11ARefusalIsOneLineHoweverOftenItIsTriedAgainAndTheWatchBeginsWhenItIsGranted() throws IOException {
        server.allow(false);
        watch.start();
        await().until(() -> lines.size() == 1);
        retries.release(3);
        await().until(() -> pauses.size() == 4);
        assertThat(lines)
                .containsExactly("Nodes are not watched, and jobs get no hints about them: nodes is forbidden."
                        + " The chart value watchNodes grants the right.");
        assertThat(server.watches()).isZero();

        server.allow(true);
        retries.release();
        await().until(() -> server.watches() == 2);
        assertThat(lines).hasSize(1);
    }

    @Test
    void k1AJobHearsThatANodeOfItsWorkersIsNotReadyAndThatItIsAgain() throws IOException {
        watch.start();
        watch.start();
        // The first is opened only to see whether it may be.
        await().until(() -> server.watches() == 2);
        server.ready(2, "Unknown");
        await().until(() -> secondsLaterToldTimes(1));
        assertThat(nodes.now()).isEqualTo(Map.of("node1", "AsUnknown"));
        assertThat(told).containsExactly(JOB);
        server.ready(3, "True");
        await().until(() -> secondsLaterToldTimes(2));
        assertThat(nodes.now()).isEmpty();
        assertThat(server.watches()).isEqualTo(2);
        assertThat(lines).isEmpty();
    }

    /** A second passes each time that this is asked, and a look is let go. */
    private boolean secondsLaterToldTimes(int times) {
        seconds++;
        clock.at(Duration.ofSeconds(seconds));
        looks.release();
        return told.size() == times;
    }

    @Test
    void k1WhatWasSaidIsTakenBackWhenTheOperatorEnds() throws IOException {
        watch.start();
        await().until(() -> server.watches() == 2);
        server.ready(2, "Unknown");
        await().until(() -> secondsLaterToldTimes(1));
        watch.close();
        await().until(() -> nodes.now().isEmpty());
    }
}
