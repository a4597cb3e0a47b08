package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.freePort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.FakeS3.Conditions;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreProbeTest {

    private static final S3Timeouts SHORT =
            new S3Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @Test
    void findsThatTheEmbeddedServerCanFence() throws Exception {
        try (var server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "snapshots")) {
            S3Settings settings = server.settings("jobs");

            StoreAbilities abilities = StoreProbe.probe(settings);

            assertThat(abilities).isEqualTo(new StoreAbilities(true, true, EtagForm.QUOTED));
            assertThat(abilities.canFence()).isTrue();
            assertThat(abilities.lack()).isEmpty();
            try (var store = S3ObjectStore.open(settings)) {
                var left = new ArrayList<>();
                store.list("", left::add);
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void findsTheFormThatAStoreWants() throws Exception {
        assertThat(probe(Conditions.GOOD_QUOTED_ETAG_REFUSED))
                .isEqualTo(new StoreAbilities(true, true, EtagForm.PLAIN));
        assertThat(probe(Conditions.HONOURED)).isEqualTo(new StoreAbilities(true, true, EtagForm.QUOTED));
    }

    @Test
    void findsThatConditionsAreNotImplemented() throws Exception {
        StoreAbilities abilities = probe(Conditions.NOT_IMPLEMENTED);

        assertThat(abilities.canFence()).isFalse();
        assertThat(abilities.lack().orElseThrow()).contains("If-None-Match, If-Match");
    }

    @Test
    void findsThatConditionsAreIgnored() throws Exception {
        assertThat(probe(Conditions.IGNORED)).isEqualTo(new StoreAbilities(false, false, EtagForm.QUOTED));
        assertThat(probe(Conditions.ONLY_IF_NONE_MATCH)).isEqualTo(new StoreAbilities(true, false, EtagForm.QUOTED));
    }

    @Test
    void isNotMisledByErrorsThatPass() throws Exception {
        try (var server = new FakeS3(Conditions.HONOURED)) {
            server.failEveryThirdRequest();
            assertThat(StoreProbe.probe(server.settings())).isEqualTo(new StoreAbilities(true, true, EtagForm.QUOTED));
            assertThat(server.objects()).isEmpty();
        }
    }

    @Test
    void tellsUnavailableFromNotSupported() throws IOException {
        var nowhere = new S3Settings(
                        URI.create("http://127.0.0.1:" + freePort()), "snapshots", "", S3Credentials.random())
                .withTimeouts(SHORT);

        assertKind(() -> StoreProbe.probe(nowhere), Kind.UNAVAILABLE).hasMessageContaining("cannot be reached");
    }

    @Test
    void reportsWrongCredentialsAndAMissingBucket() throws Exception {
        try (var server = EmbeddedS3Server.start(folder.resolve("s3"), 0, S3Credentials.random(), "snapshots")) {
            assertKind(() -> StoreProbe.probe(server.settings("").withAccess(S3Credentials.random())), Kind.DENIED);
            assertKind(() -> StoreProbe.probe(server.settings("").withBucket("elsewhere")), Kind.NO_BUCKET);
        }
    }

    private static StoreAbilities probe(Conditions conditions) throws IOException, StoreException {
        try (var server = new FakeS3(conditions)) {
            StoreAbilities abilities = StoreProbe.probe(server.settings());
            assertThat(server.objects()).as("left behind").isEmpty();
            return abilities;
        }
    }
}
