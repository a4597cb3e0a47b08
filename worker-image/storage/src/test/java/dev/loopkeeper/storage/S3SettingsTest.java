package dev.loopkeeper.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

    private static final S3Credentials CREDENTIALS = new S3Credentials("someone", "a-secret-of-someone");
    private static final URI ENDPOINT = URI.create("https://s3.example.org:9000");

    @Test
    void hidesWhatIsSecret() {
        var temporary = new S3Credentials("someone", "a-secret-of-someone", Optional.of("a-secret-token"));
        var settings = new S3Settings(ENDPOINT, "snapshots", "jobs", temporary);

        assertThat(settings.toString()).contains("someone").doesNotContain("a-secret");
        assertThat(temporary.toString()).doesNotContain("a-secret");
    }

    @Test
    void endsThePrefixWithASlash() {
        assertThat(new S3Settings(ENDPOINT, "snapshots", "a/b", CREDENTIALS).prefix())
                .isEqualTo("a/b/");
        assertThat(new S3Settings(ENDPOINT, "snapshots", "a/b/", CREDENTIALS).prefix())
                .isEqualTo("a/b/");
        assertThat(new S3Settings(ENDPOINT, "snapshots", "", CREDENTIALS).prefix())
                .isEmpty();
        assertThatThrownBy(() -> new S3Settings(ENDPOINT, "snapshots", "/a", CREDENTIALS))
                .hasMessageContaining("must not begin with a slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Upper", "under_score", "-begin", "end-", "a..b", "with/slash"})
    void refusesBadBucketNames(String bucket) {
        assertThatThrownBy(() -> new S3Settings(ENDPOINT, bucket, "", CREDENTIALS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a bucket name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example.org",
                "ftp://s3.example.org",
                "https://s3.example.org/path",
                "https://user:a-secret@s3.example.org",
                "https://s3.example.org?x=y",
                "https:///"
            })
    void refusesBadEndpointsWithoutRepeatingThem(String endpoint) {
        assertThatThrownBy(() -> new S3Settings(URI.create(endpoint), "snapshots", "", CREDENTIALS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the S3 endpoint must be http:// or https://")
                .hasMessageNotContaining("a-secret");
    }

    @Test
    void refusesMissingFilesAndTimes() {
        var settings =
                new S3Settings(ENDPOINT, "snapshots", "", CREDENTIALS).withCaCertificate(Path.of("/nowhere.pem"));

        assertThatThrownBy(() -> S3ObjectStore.open(settings))
                .hasMessage("the CA certificate /nowhere.pem of the store cannot be read");
        assertThatThrownBy(() -> new S3Timeouts(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("connect time-out must be positive");
        assertThatThrownBy(() -> new S3Credentials("", "x")).hasMessageContaining("must not be empty");
    }

    @Test
    void makesCredentialsThatDiffer() {
        var one = S3Credentials.random();
        var other = S3Credentials.random();

        assertThat(one.secretKey()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(other.secretKey());
        assertThat(one.accessKey()).isNotEqualTo(other.accessKey());
    }
}
