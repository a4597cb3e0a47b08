package dev.loopkeeper.launcher.training;

import dev.loopkeeper.engine.security.IdentityFiles;
import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerName;
import dev.loopkeeper.engine.security.PeerRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the operator mounts for a job's parts (K14), made by {@code keytool} of the Java runtime that runs this, with an authority of its own. The
 * keys are of no worth to anyone: nothing but this folder trusts them, and they are valid for a day.
 */
public final class TrainingIdentities {

    private static final String AUTHORITY = "authority";
    private static final char[] PASSWORD = "training".toCharArray();
    private static final int TIMEOUT_SECONDS = 30;

    private final Path folder;
    private final JobName job;
    private final Path keys;

    /** @throws IOException with one line, if there is no keytool or it fails */
    public TrainingIdentities(Path folder, JobName job) throws IOException, InterruptedException {
        this.folder = folder;
        this.job = job;
        this.keys = folder.resolve("training.p12");
        generate(AUTHORITY, "-ext", "bc:critical=ca:true");
    }

    /** The folder with certificate, key and authority of a part. */
    public Path files(PeerRole role) throws IOException, InterruptedException {
        Path files = folder.resolve(role.word());
        if (Files.exists(files)) {
            return files;
        }
        generate(
                role.word(),
                "-signer",
                AUTHORITY,
                "-ext",
                "san=uri:" + new PeerName(job, role).uri(),
                "-ext",
                "eku=serverAuth,clientAuth");
        Files.createDirectory(files);
        try (InputStream stored = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stored, PASSWORD);
            byte[] authority = store.getCertificate(AUTHORITY).getEncoded();
            Files.writeString(
                    files.resolve("tls.crt"),
                    pem("CERTIFICATE", store.getCertificate(role.word()).getEncoded()));
            Files.writeString(
                    files.resolve("tls.key"),
                    pem("PRIVATE KEY", store.getKey(role.word(), PASSWORD).getEncoded()));
            Files.writeString(files.resolve("ca.crt"), pem("CERTIFICATE", authority));
        } catch (GeneralSecurityException e) {
            throw new IOException(keys + " is not what keytool should have made: " + e.getMessage(), e);
        }
        return files;
    }

    /** What a part proves itself with. */
    public JobSecurity part(PeerRole role) throws IOException, InterruptedException {
        return JobSecurity.of(new IdentityFiles(files(role)), job);
    }

    private void generate(String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                String.valueOf(PASSWORD),
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "1"));
        command.addAll(List.of(more));
        Path log = folder.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            keytool.destroyForcibly();
            throw new IOException("keytool has not ended within " + TIMEOUT_SECONDS + " s");
        }
        if (keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(log).strip());
        }
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
