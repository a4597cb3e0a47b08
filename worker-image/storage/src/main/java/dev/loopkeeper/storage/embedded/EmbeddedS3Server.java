package dev.loopkeeper.storage.embedded;

import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on a folder of this machine, which answers nobody without the credentials: for this machine only, on 127.0.0.1, or as a first
 * store of a cluster.
 *
 * <p>What it has acknowledged outlives its process, however that ends; it is not forced to disk, so the death of the machine may cost the last
 * seconds. Conditional writes are atomic. It starts its own threads; {@link #close} ends them.
 */
public final class EmbeddedS3Server implements AutoCloseable {

    private static final int THREADS = 64;

    /** A graceful stop would wait for connections that clients merely keep open. */
    private static final long STOP_AT_ONCE = 0;

    /** Signed payloads are held in memory by the server; ours are unsigned, so this bounds strangers only. */
    private static final long LARGEST_SIGNED_PAYLOAD = 256L << 20;

    private final S3Proxy server;
    private final FolderLock lock;
    private final String host;
    private final String bucket;
    private final S3Credentials credentials;

    private EmbeddedS3Server(S3Proxy server, FolderLock lock, String host, String bucket, S3Credentials credentials) {
        this.server = server;
        this.lock = lock;
        this.host = host;
        this.bucket = bucket;
        this.credentials = credentials;
    }

    /** Starts a server for this machine, as {@link #start(Path, InetAddress, int, S3Credentials, String)} does for others too. */
    public static EmbeddedS3Server start(Path folder, int port, S3Credentials credentials, String bucket)
            throws IOException {
        return start(folder, InetAddress.getLoopbackAddress(), port, credentials, bucket);
    }

    /**
     * Starts a server. A folder that an earlier one left, in whatever way it ended, is used as it stands.
     *
     * @param folder made if it is not there
     * @param address where it listens
     * @param port from 1 to 65,535, or 0 for any that is free
     * @param credentials the only ones that are accepted; with a session token, requests may carry one, which is signed and not compared
     * @param bucket made if it is not there
     * @throws IOException with one line that says what is wrong: the folder cannot be used, another server uses it, the port is taken
     */
    public static EmbeddedS3Server start(
            Path folder, InetAddress address, int port, S3Credentials credentials, String bucket) throws IOException {
        String host = address.getHostAddress();
        Path home = folder.toAbsolutePath().normalize();
        Path root = home.resolve("buckets");
        // Checks the bucket's name before anything is made of it.
        settings(host, port == 0 ? 1 : port, bucket, credentials);
        createPrivately(home);
        FolderLock lock = FolderLock.acquire(home);
        try {
            Files.createDirectories(root.resolve(bucket));
            ExtendedAttributes.require(home);
            new BucketFolder(root.resolve(bucket)).recover();
            S3Proxy server = S3Proxy.builder()
                    .blobStore(new AtomicBlobStore(new FilesystemNio2BlobStore(root.toString()), root))
                    .endpoint(URI.create("http://" + host + ":" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
                    .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_PAYLOAD)
                    // It knows no session tokens, and would refuse their header.
                    .ignoreUnknownHeaders(credentials.sessionToken().isPresent())
                    .jettyMaxThreads(THREADS)
                    .stopTimeout(STOP_AT_ONCE)
                    .build();
            startListening(server, host, port);
            return new EmbeddedS3Server(server, lock, host, bucket, credentials);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public URI endpoint() {
        return URI.create("http://" + host + ":" + port());
    }

    public int port() {
        return server.getPort();
    }

    /** How to reach the server's bucket, with this prefix before every key. */
    public S3Settings settings(String prefix) {
        return settings(host, port(), bucket, credentials).withPrefix(prefix);
    }

    /** Stops listening, breaks off what is under way, as a death of the process would, and lets go of the folder. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded S3 server did not stop", e);
        } finally {
            lock.close();
        }
    }

    private static S3Settings settings(String host, int port, String bucket, S3Credentials credentials) {
        return new S3Settings(URI.create("http://" + host + ":" + port), bucket, "", credentials);
    }

    private static void startListening(S3Proxy server, String host, int port) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            stopQuietly(server);
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof BindException) {
                    throw new IOException(
                            "port " + port + " on " + host
                                    + " is in use: choose another one, or 0 for any that is free",
                            e);
                }
            }
            throw new IOException("the embedded S3 server does not start: " + e.getMessage(), e);
        }
    }

    private static void stopQuietly(S3Proxy server) {
        try {
            server.stop();
        } catch (Exception e) {
            // It did not start; that is what is reported.
        }
    }

    /** Snapshots hold what the job works on: other users of the machine must not read it. */
    private static void createPrivately(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder, attributes);
        } catch (IOException e) {
            throw new IOException(
                    "the folder " + folder + " for the embedded store cannot be made: " + e.getMessage(), e);
        }
    }
}
