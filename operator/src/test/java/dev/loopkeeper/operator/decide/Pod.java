package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A pod in a test. It runs on node1 since a minute, unless something else is said. */
public final class Pod {

    private final String name;
    private final Component component;
    private String uid;
    private String owner = Given.UID;
    private int run = 1;
    private long epoch = 1;
    private String region;
    private int worker;
    private int attempt;
    private int failures;
    private int silent;
    private int unstarted;
    private List<String> avoids = List.of();
    private String node = "node1";
    private PodPhase phase = PodPhase.RUNNING;
    private Duration age = Duration.ofMinutes(1);
    private String unschedulable;
    private String waiting;
    private boolean unmounted;
    private String imageId;
    private boolean othersRun;
    private ContainerEnd end;
    private String podReason;
    private String disruption;
    private Instant terminatingUntil;

    private Pod(String name, Component component) {
        this.name = name;
        this.uid = "uid-of-" + name;
        this.component = component;
    }

    public static Pod coordinator(long epoch) {
        Pod pod = new Pod("rework-coordinator-" + epoch, Component.COORDINATOR);
        pod.epoch = epoch;
        return pod;
    }

    public static Pod worker(String region, int index, int attempt) {
        Pod pod = new Pod("rework-" + region + "-" + index + "-" + attempt, Component.WORKER);
        pod.region = region;
        pod.worker = index;
        pod.attempt = attempt;
        return pod;
    }

    public static Pod cleanup() {
        return new Pod("rework-cleanup", Component.CLEANUP);
    }

    public Pod owner(String given) {
        owner = given;
        return this;
    }

    public Pod uid(String given) {
        uid = given;
        return this;
    }

    public Pod epoch(long given) {
        epoch = given;
        return this;
    }

    public Pod run(int given) {
        run = given;
        return this;
    }

    public Pod failures(int given) {
        failures = given;
        return this;
    }

    public Pod silent(int given) {
        silent = given;
        return this;
    }

    public Pod unstarted(int given) {
        unstarted = given;
        return this;
    }

    public Pod avoids(String... nodes) {
        avoids = List.of(nodes);
        return this;
    }

    public Pod node(String given) {
        node = given;
        return this;
    }

    public Pod age(Duration given) {
        age = given;
        return this;
    }

    public Pod phase(PodPhase given) {
        phase = given;
        return this;
    }

    public Pod unschedulable() {
        phase = PodPhase.UNSCHEDULED;
        node = null;
        unschedulable = "0/2 nodes are available";
        return this;
    }

    public Pod waiting(String reason) {
        phase = PodPhase.PREPARING;
        waiting = reason;
        return this;
    }

    /** Its node has had it for so long and cannot mount its volumes. */
    public Pod unmounted() {
        unmounted = true;
        return waiting("ContainerCreating");
    }

    /** Another container runs on. */
    public Pod othersRun() {
        othersRun = true;
        return this;
    }

    public Pod imageId(String given) {
        imageId = given;
        return this;
    }

    public Pod exit(int code, String reason, String message) {
        phase = code == 0 ? PodPhase.SUCCEEDED : PodPhase.FAILED;
        end = new ContainerEnd(code, reason, message);
        return this;
    }

    public Pod disruption(String given) {
        disruption = given;
        return this;
    }

    public Pod podReason(String given) {
        podReason = given;
        return this;
    }

    /** Its grace period ends in so long; negative if it is over. */
    public Pod terminating(Duration left) {
        terminatingUntil = Given.NOW.plus(left);
        return this;
    }

    public PodView view() {
        Instant since = Given.NOW.minus(age);
        return new PodView(
                name,
                uid,
                owner,
                component,
                run,
                epoch,
                region,
                worker,
                attempt,
                failures,
                silent,
                unstarted,
                avoids,
                node,
                "10.0.0.1",
                phase,
                since,
                since,
                unschedulable,
                waiting,
                "the kubelet says so",
                unmounted,
                imageId,
                end,
                othersRun,
                podReason,
                disruption,
                terminatingUntil);
    }
}
