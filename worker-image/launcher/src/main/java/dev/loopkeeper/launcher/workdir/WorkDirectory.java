package dev.loopkeeper.launcher.workdir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.runtime.PrivateFiles;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.S3Credentials;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A work directory, locked for this process: lock, token, the job's record, the embedded store with its keys, logs, and in the end the result.
 * Only its owner may read it.
 */
public final class WorkDirectory implements AutoCloseable {

    /** Where work directories without a name of their own are made. */
    public static final String HOME = ".loopkeeper";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String RECORD = "job.json";
    private static final String LOCK = "lock";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path path;
    private final WorkDirectoryLock lock;

    private WorkDirectory(Path path, WorkDirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A name for a new work directory: below the current directory, or where temporary files are if that cannot be written. */
    public static Path newPath(String job) {
        String name = job + "-" + LocalDateTime.now().format(STAMP) + "-"
                + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
        Path current = Path.of("").toAbsolutePath();
        Path home = Files.isWritable(current) ? current : Path.of(System.getProperty("java.io.tmpdir"));
        return home.resolve(HOME).resolve(name);
    }

    /** Whether there is a work directory of an earlier run. */
    public static boolean isWorkDirectory(Path path) {
        return Files.isRegularFile(path.resolve(RECORD));
    }

    /**
     * Opens a work directory for this process alone; makes it if it is not there.
     *
     * @throws BadInputException if it cannot be used: in use, not a directory, not writable, or full of something else
     */
    public static WorkDirectory open(Path given) throws BadInputException {
        Path path = given.toAbsolutePath().normalize();
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new BadInputException("the work dir " + path + " is a file; give another --work-dir");
            }
            if (Files.isDirectory(path)
                    && !isWorkDirectory(path)
                    && !Files.exists(path.resolve(LOCK))
                    && !isEmpty(path)) {
                throw new BadInputException("the work dir " + path
                        + " holds other files and none of an earlier run; give an empty or a new folder as --work-dir");
            }
            PrivateFiles.createFolder(path);
            return new WorkDirectory(path, WorkDirectoryLock.take(path, path.resolve(LOCK)));
        } catch (AccessDeniedException e) {
            throw new BadInputException(
                    "the work dir " + path + " cannot be used: permission denied for " + e.getFile(), e);
        } catch (NoSuchFileException e) {
            throw new BadInputException("the work dir " + path + " cannot be used: no folder can be made there", e);
        } catch (IOException e) {
            throw new BadInputException("the work dir " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Opens a work directory of an earlier run; empty if another process uses it. */
    public static Optional<WorkDirectory> openIfFree(Path given) throws IOException {
        Path path = given.toAbsolutePath().normalize();
        return WorkDirectoryLock.takeIfFree(path.resolve(LOCK)).map(lock -> new WorkDirectory(path, lock));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    public Path path() {
        return path;
    }

    /** Where the embedded server keeps its objects. */
    public Path storeFolder() {
        return storeFolder(path);
    }

    /** The same of a work directory that is not opened. */
    public static Path storeFolder(Path workDirectory) {
        return workDirectory.resolve("store");
    }

    /** Where loop logs spill to, and whatever else need not outlive a process. */
    public Path spillFolder() {
        return path.resolve("spill");
    }

    public Path logFolder() {
        return path.resolve("logs");
    }

    /** What the child processes are told; holds secrets. */
    public Path childConfig() {
        return childConfig(path);
    }

    /** The same of a work directory that is not opened. */
    public static Path childConfig(Path workDirectory) {
        return workDirectory.resolve("child.properties");
    }

    /** Where the coordinator says at which address it listens for workers. */
    public Path controlAddress() {
        return path.resolve("control.address");
    }

    /** A copy of the job file, for people. */
    public void keepJobFile(Path file) throws IOException {
        PrivateFiles.write(path.resolve("job.yaml"), Files.readString(file));
    }

    /** Whose directory it is; empty if it is new. */
    public Optional<JobRecord> record() throws IOException {
        return read(path.resolve(RECORD), JobRecord.class);
    }

    public void writeRecord(JobRecord record) throws IOException {
        write(path.resolve(RECORD), record);
    }

    /** How the job ended here; empty while it has not. */
    public Optional<JobResult> result() throws IOException {
        return read(path.resolve("result.json"), JobResult.class);
    }

    public void writeResult(JobResult result) throws IOException {
        write(path.resolve("result.json"), result);
    }

    /** The token of this job's coordinator, made at the first time. */
    public BearerToken token() throws IOException {
        Path file = path.resolve("token");
        if (Files.exists(file)) {
            return BearerToken.read(file);
        }
        BearerToken token = BearerToken.random();
        token.write(file);
        return token;
    }

    /** The token as child processes are told it: a secret. */
    public String tokenText() throws IOException {
        BearerToken _ = token();
        return Files.readString(path.resolve("token")).strip();
    }

    /** The keys of the embedded store, made at the first time. */
    public S3Credentials storeKeys() throws IOException {
        Optional<S3Credentials> kept = storeKeys(path);
        if (kept.isPresent()) {
            return kept.get();
        }
        S3Credentials made = S3Credentials.random();
        PrivateFiles.write(keysFile(path), made.accessKey() + "\n" + made.secretKey() + "\n");
        return made;
    }

    /** The keys of the embedded store of a work directory that is not opened; empty if it has none. */
    public static Optional<S3Credentials> storeKeys(Path workDirectory) throws IOException {
        Path file = keysFile(workDirectory);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] lines = Files.readString(file).split("\n", -1);
        if (lines.length < 2) {
            throw new IOException(file + " holds no keys; it was changed by another program");
        }
        return Optional.of(new S3Credentials(lines[0], lines[1]));
    }

    private static Path keysFile(Path workDirectory) {
        return workDirectory.resolve("store.keys");
    }

    private static void write(Path file, Object value) throws IOException {
        PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
    }

    private static <V> Optional<V> read(Path file, Class<V> type) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), type));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IOException(
                    file + " is damaged" + (line > 0 ? ", in line " + line : "")
                            + ", so that the work dir cannot be gone on with; put back a copy of the file, or give another --work-dir",
                    e);
        }
    }

    /** Lets go of the directory. */
    @Override
    public void close() {
        lock.close();
    }
}
