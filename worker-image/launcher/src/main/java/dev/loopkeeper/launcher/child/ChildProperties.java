package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.launcher.store.StoreConfig;
import dev.loopkeeper.storage.EtagForm;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A {@link ChildConfig} as properties: a worker is started again and again, and reads them far sooner than it could load a library for JSON. */
public final class ChildProperties {

    private static final String PARAMETER = "parameter.";

    private final Properties properties;

    private ChildProperties(Properties properties) {
        this.properties = properties;
    }

    static Properties of(ChildConfig config) {
        ChildProperties written = new ChildProperties(new Properties());
        written.putSettings(config.settings());
        written.putStore(config.store());
        written.put("class", config.className());
        config.parameters().forEach((name, value) -> written.put(PARAMETER + name, value));
        written.put("parallelism", config.parallelism());
        written.put("token", config.token());
        written.put("controlAddress", config.controlAddress());
        written.put("spillFolder", config.spillFolder());
        written.put("workerHeap", config.workerHeap());
        config.restoreFrom().ifPresent(origin -> written.put("restoreFrom", origin));
        return written.properties;
    }

    /** @throws IllegalArgumentException if something is missing or is no number */
    static ChildConfig read(Properties properties) {
        ChildProperties read = new ChildProperties(properties);
        return new ChildConfig(
                read.settings(),
                read.text("class"),
                parameters(properties),
                read.number("parallelism"),
                read.store(),
                read.text("token"),
                read.text("controlAddress"),
                read.text("spillFolder"),
                read.longNumber("workerHeap"),
                Optional.ofNullable(properties.getProperty("restoreFrom")));
    }

    /** The program's parameters. */
    public static Map<String, String> parameters(Properties properties) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), properties.getProperty(name));
            }
        }
        return parameters;
    }

    /**
     * A job's settings, under the names that the provider of a cluster gives them too.
     *
     * @throws IllegalArgumentException if something is missing or is no number
     */
    public static JobSettings settings(Properties properties) {
        return new ChildProperties(properties).settings();
    }

    private void putSettings(JobSettings settings) {
        put("job", settings.job());
        put("uid", settings.uid());
        put("run", settings.run());
        put("slotsPerWorker", settings.slotsPerWorker());
        put("snapshotInterval", settings.snapshotIntervalMillis());
        put("snapshotTimeout", settings.snapshotTimeoutMillis());
        put("retain", settings.retain());
        put("tolerableFailures", settings.tolerableFailures());
        put("heartbeatTimeout", settings.heartbeatTimeoutMillis());
        put("startTimeout", settings.startTimeoutMillis());
        put("restoreConcurrency", settings.restoreConcurrency());
        put("wholeJob", settings.wholeJob());
        put("repeatOutput", settings.repeatOutput());
        put("restart", settings.restart().getClass().getSimpleName());
        switch (settings.restart()) {
            case RestartStrategy.None() -> {}
            case RestartStrategy.FixedDelay(int attempts, long delay) -> {
                put("restart.attempts", attempts);
                put("restart.delay", delay);
            }
            case RestartStrategy.FailureRate(int failures, long interval, long delay) -> {
                put("restart.failures", failures);
                put("restart.interval", interval);
                put("restart.delay", delay);
            }
            case RestartStrategy.ExponentialDelay(long initial, long then, long max, int multiplier, int jitter) -> {
                put("restart.initial", initial);
                put("restart.then", then);
                put("restart.max", max);
                put("restart.multiplier", multiplier);
                put("restart.jitter", jitter);
            }
        }
    }

    private JobSettings settings() {
        return new JobSettings(
                text("job"),
                text("uid"),
                longNumber("run"),
                number("slotsPerWorker"),
                longNumber("snapshotInterval"),
                longNumber("snapshotTimeout"),
                number("retain"),
                number("tolerableFailures"),
                longNumber("heartbeatTimeout"),
                longNumber("startTimeout"),
                number("restoreConcurrency"),
                Boolean.parseBoolean(text("wholeJob")),
                Boolean.parseBoolean(text("repeatOutput")),
                restart());
    }

    private RestartStrategy restart() {
        String type = text("restart");
        return switch (type) {
            case "None" -> new RestartStrategy.None();
            case "FixedDelay" ->
                new RestartStrategy.FixedDelay(number("restart.attempts"), longNumber("restart.delay"));
            case "FailureRate" ->
                new RestartStrategy.FailureRate(
                        number("restart.failures"), longNumber("restart.interval"), longNumber("restart.delay"));
            case "ExponentialDelay" ->
                new RestartStrategy.ExponentialDelay(
                        longNumber("restart.initial"),
                        longNumber("restart.then"),
                        longNumber("restart.max"),
                        number("restart.multiplier"),
                        number("restart.jitter"));
            default -> throw new IllegalArgumentException("unknown restart strategy " + type);
        };
    }

    private void putStore(StoreConfig store) {
        put("store.endpoint", store.endpoint());
        put("store.bucket", store.bucket());
        put("store.prefix", store.prefix());
        put("store.region", store.region());
        put("store.accessKey", store.accessKey());
        put("store.secretKey", store.secretKey());
        if (store.sessionToken() != null) {
            put("store.sessionToken", store.sessionToken());
        }
        put("store.etagForm", store.etagForm().name());
        put("store.fencing", store.fencing());
    }

    private StoreConfig store() {
        return new StoreConfig(
                text("store.endpoint"),
                text("store.bucket"),
                text("store.prefix"),
                text("store.region"),
                text("store.accessKey"),
                text("store.secretKey"),
                properties.getProperty("store.sessionToken"),
                EtagForm.valueOf(text("store.etagForm")),
                Boolean.parseBoolean(text("store.fencing")));
    }

    private void put(String name, Object value) {
        properties.setProperty(name, value.toString());
    }

    private String text(String name) {
        @Nullable String value = properties.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Objects.requireNonNull(value);
    }

    private int number(String name) {
        return Integer.parseInt(text(name));
    }

    private long longNumber(String name) {
        return Long.parseLong(text(name));
    }
}
