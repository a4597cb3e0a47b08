package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.S3FileSystem;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A program's jar that is not in the image.
 *
 * @param uri {@code s3://bucket/key} at the job's store, or an {@code http(s)} address
 * @param sha256 its digest as 64 hexadecimal digits: what is run is what was named, wherever it comes from
 * @param access to S3, where it is not the store's
 */
record JarSource(URI uri, String sha256, Optional<StoreAccess> access) {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int FOUND = 200;

    /**
     * Downloads it.
     *
     * @param store whose endpoint serves {@code s3} addresses
     * @param folder where it is put
     * @return the jar, whose digest is right
     * @throws BadInputException if it is not there, or another one
     * @throws IOException with one line, if it cannot be had at present: trying again is right
     */
    Path download(S3Settings store, Path folder) throws BadInputException, IOException, InterruptedException {
        Path jar = folder.resolve("program.jar");
        Path part = folder.resolve("program.jar.part");
        MessageDigest digest = newDigest();
        if ("s3".equals(uri.getScheme())) {
            S3Settings settings =
                    access.isPresent() ? store.withAccess(access.get().read()) : store;
            try (S3FileSystem files = S3FileSystem.open(settings);
                    InputStream content = new DigestInputStream(files.open(uri.toString(), 0), digest)) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            }
        } else {
            try (HttpClient client = HttpClient.newBuilder()
                            .connectTimeout(CONNECT)
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build();
                    InputStream content = new DigestInputStream(body(client), digest)) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new BadInputException("spec.program.jar: the jar at " + uri + " has the SHA-256 " + found + ", not "
                    + sha256 + ": it was changed or is another one");
        }
        return Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private InputStream body(HttpClient client) throws BadInputException, IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(HttpRequest.newBuilder(uri).timeout(ANSWER).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == FOUND) {
            return response.body();
        }
        response.body().close();
        String line = "spec.program.jar: " + uri + " answers with status " + response.statusCode();
        if (response.statusCode() / 100 == 4) {
            throw new BadInputException(line + "; check the address, and that it needs no log-in");
        }
        throw new IOException(line);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
