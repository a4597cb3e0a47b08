package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.runtime.PrivateFiles;
import dev.loopkeeper.launcher.store.StoreConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * All that the processes of a job are told, in a file that only its owner may read: arguments of a process can be read by everyone on the
 * machine. Holds secrets.
 *
 * @param token what the job's processes show each other
 * @param controlAddress the file in which the coordinator says where it listens for workers
 * @param spillFolder where loop logs go that memory does not hold
 * @param workerHeap how much heap a worker has, or its share of the launcher's, in bytes
 * @param restoreFrom what the job goes on from while it has no snapshot of its own
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
        long workerHeap,
        Optional<String> restoreFrom) {

    public ChildConfig {
        parameters = Map.copyOf(parameters);
    }

    /** Writes it for the processes that will be started. */
    public void write(Path file) throws IOException {
        StringWriter text = new StringWriter();
        ChildProperties.of(this).store(text, "What this job's processes are told; holds secrets");
        PrivateFiles.write(file, text.toString());
    }

    /**
     * Reads what the launcher has written.
     *
     * @throws IOException with one line that names the file
     */
    public static ChildConfig read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
            return ChildProperties.read(properties);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IllegalArgumentException e) {
            // Not the text itself: it holds secrets.
            throw new IOException(file + " is not what the launcher writes for its processes", e);
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ChildConfig[" + settings.job() + ", " + className + "]";
    }
}
