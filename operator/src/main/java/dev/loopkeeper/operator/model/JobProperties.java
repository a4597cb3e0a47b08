package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.DamagePolicy;
import dev.loopkeeper.crds.v1alpha1.ExponentialDelaySpec;
import dev.loopkeeper.crds.v1alpha1.FailureRateSpec;
import dev.loopkeeper.crds.v1alpha1.FixedDelaySpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.JarSpec;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import dev.loopkeeper.crds.v1alpha1.RestartSpec;
import dev.loopkeeper.crds.value.GoDuration;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the processes of a job are told: the file {@value Mounts#CONFIG}, in the form that the launcher gives its child processes too. It holds no
 * secrets, only where they are mounted. README.md of this module describes it.
 */
public final class JobProperties {

    private JobProperties() {}

    /** All of it, by name. */
    public static Map<String, String> of(JobIdentity job, int run, IterativeJobSpec spec, JobStore store) {
        Map<String, String> all = new TreeMap<>(live(spec));
        all.put("namespace", job.namespace());
        all.put("job", job.name());
        all.put("uid", job.uid());
        all.put("run", Integer.toString(run));
        all.put("slotsPerWorker", Integer.toString(spec.workers().slots()));
        all.put("parallelism", Integer.toString(spec.parallelism()));
        putProgram(spec, all);
        putStore(job, store, all);
        if (spec.snapshots().restoreFrom() != null) {
            all.put("restoreFrom", spec.snapshots().restoreFrom());
        }
        all.put("tls", Mounts.TLS);
        all.put("peer", job.peerPrefix());
        all.put("metricsToken", Mounts.METRICS + "/token");
        all.put("httpsPort", Integer.toString(Ports.COORDINATOR_HTTPS));
        all.put("controlPort", Integer.toString(Ports.COORDINATOR_CONTROL));
        all.put("dataPort", Integer.toString(Ports.WORKER_DATA));
        all.put("controlAddress", job.coordinatorHost() + ":" + Ports.COORDINATOR_CONTROL);
        all.put("spillFolder", Mounts.WORK);
        return all;
    }

    /** Those that observations may change while the run goes on (K17). */
    private static Map<String, String> live(IterativeJobSpec spec) {
        Map<String, String> live = new TreeMap<>();
        live.put("snapshotInterval", millis(spec.snapshots().interval()));
        live.put("snapshotTimeout", millis(spec.snapshots().timeout()));
        live.put("retain", spec.snapshots().retain().toString());
        live.put("tolerableFailures", spec.snapshots().tolerableFailures().toString());
        live.put("heartbeatTimeout", millis(spec.recovery().heartbeatTimeout()));
        live.put("startTimeout", millis(spec.startTimeout()));
        live.put("restoreConcurrency", spec.recovery().restoreConcurrency().toString());
        live.put("wholeJob", Boolean.toString(spec.recovery().scope() == RecoveryScope.JOB));
        live.put("repeatOutput", Boolean.toString(spec.recovery().onDamagedSnapshot() == DamagePolicy.REPEAT_OUTPUT));
        live.put("scope", word(spec.recovery().scope()));
        live.put("survivors", word(spec.recovery().survivors()));
        putRestart(spec.recovery().restart(), live);
        return live;
    }

    private static void putRestart(RestartSpec restart, Map<String, String> live) {
        switch (restart.type()) {
            case NONE -> live.put("restart", "None");
            case FIXED_DELAY -> {
                FixedDelaySpec spec = restart.fixedDelayOrDefault();
                live.put("restart", "FixedDelay");
                live.put("restart.attempts", spec.attempts().toString());
                live.put("restart.delay", Long.toString(spec.delay().toMillis()));
            }
            case FAILURE_RATE -> {
                FailureRateSpec spec = restart.failureRateOrDefault();
                live.put("restart", "FailureRate");
                live.put("restart.failures", spec.maxFailures().toString());
                live.put("restart.interval", Long.toString(spec.interval().toMillis()));
                live.put("restart.delay", Long.toString(spec.delay().toMillis()));
            }
            case EXPONENTIAL_DELAY -> {
                ExponentialDelaySpec spec = restart.exponentialDelayOrDefault();
                live.put("restart", "ExponentialDelay");
                live.put("restart.initial", Long.toString(spec.initial().toMillis()));
                live.put("restart.then", Long.toString(spec.then().toMillis()));
                live.put("restart.max", Long.toString(spec.max().toMillis()));
                live.put("restart.multiplier", spec.multiplier().toString());
                live.put("restart.jitter", spec.jitterPercent().toString());
            }
        }
    }

    private static void putProgram(IterativeJobSpec spec, Map<String, String> all) {
        all.put("class", spec.program().className());
        Map<String, String> parameters = spec.program().parameters();
        if (parameters != null) {
            parameters.forEach((name, value) -> all.put("parameter." + name, value));
        }
        JarSpec jar = spec.program().jar();
        if (jar == null) {
            return;
        }
        all.put("jar.uri", jar.uri());
        if (jar.sha256() != null) {
            all.put("jar.sha256", jar.sha256());
        }
        if (jar.credentials() != null) {
            all.put("jar.credentials", jar.credentials().secret() == null ? "WorkloadIdentity" : Mounts.JAR);
        }
    }

    private static void putStore(JobIdentity job, JobStore store, Map<String, String> all) {
        all.put("store.endpoint", store.endpoint());
        all.put("store.bucket", store.bucket());
        all.put("store.prefix", store.keyPrefix(job));
        all.put("store.region", store.region());
        all.put("store.credentials", store.credentials() == null ? "WorkloadIdentity" : Mounts.STORE);
        if (store.ca() != null) {
            all.put("store.ca", Mounts.STORE_CA + "/" + Mounts.STORE_CA_FILE);
        }
        all.put("store.conditionalWrites", store.conditionalWrites() ? "Required" : "Off");
    }

    /** Positive durations below a millisecond are none for the engine's clock. */
    private static String millis(GoDuration duration) {
        return Long.toString(Math.max(1, duration.toMillis()));
    }

    private static String word(Enum<?> value) {
        return Arrays.stream(value.name().split("_"))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** As the file has it: sorted lines, the same for the same properties. */
    public static String text(Map<String, String> properties) {
        Properties written = new Properties();
        written.putAll(properties);
        StringWriter text = new StringWriter();
        try {
            written.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
