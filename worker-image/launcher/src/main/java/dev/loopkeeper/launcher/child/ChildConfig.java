package dev.loopkeeper.launcher.child;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.engine.coordinator.JobSettings;
import dev.loopkeeper.engine.coordinator.RestartStrategy;
import dev.loopkeeper.launcher.store.StoreConfig;
import dev.loopkeeper.launcher.workdir.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that the processes of a job are told, in a file that only its owner may read: arguments of a process can be read by everyone on the
 * machine. Holds secrets.
 *
 * @param token what the job's processes show each other
 * @param controlAddress the file in which the coordinator says where it listens for workers
 * @param spillFolder where loop logs go that memory does not hold
 * @param workerHeap how much heap a worker has, or its share of the launcher's, in bytes
 */
public record ChildConfig(
        JobSettings settings,
        String className,
        Map<String, String> parameters,
        int parallelism,
        StoreConfig store,
        String token,
        String controlAddress,
        String spillFolder,
        long workerHeap) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(RestartStrategy.class, RestartStrategies.class)
            .build();

    public ChildConfig {
        parameters = Map.copyOf(parameters);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RestartStrategy.None.class, name = "None"),
        @JsonSubTypes.Type(value = RestartStrategy.FixedDelay.class, name = "FixedDelay"),
        @JsonSubTypes.Type(value = RestartStrategy.FailureRate.class, name = "FailureRate"),
        @JsonSubTypes.Type(value = RestartStrategy.ExponentialDelay.class, name = "ExponentialDelay")
    })
    private interface RestartStrategies {}

    /** Writes it for the processes that will be started. */
    public void write(Path file) throws IOException {
        PrivateFiles.write(file, JSON.writeValueAsString(this));
    }

    /**
     * Reads what the launcher has written.
     *
     * @throws IOException with one line that names the file
     */
    public static ChildConfig read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), ChildConfig.class);
        } catch (JsonProcessingException e) {
            // Not the text itself: it holds secrets.
            throw new IOException(file + " is not what the launcher writes for its processes, at line "
                    + e.getLocation().getLineNr());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ChildConfig[" + settings.job() + ", " + className + "]";
    }
}
