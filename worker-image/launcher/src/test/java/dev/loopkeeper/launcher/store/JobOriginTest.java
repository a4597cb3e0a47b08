package dev.loopkeeper.launcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3ObjectStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** K19: what a new job may start from. */
@Timeout(60)
final class JobOriginTest extends EarlierJobsFixture {

    private void put(String key, String text) throws StoreException {
        try (ObjectStore store = S3ObjectStore.open(server.settings(""), EtagForm.QUOTED)) {
            store.put(key, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String read(JobOrigin origin, String key) throws StoreException {
        try (ObjectStore store = origin.open()) {
            return new String(store.get(key).orElseThrow().content(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anAddressNamesAJobsPartOfABucket() throws Exception {
        put("p/ns/old/uid-1/job", "it");
        JobOrigin origin = JobOrigin.of("s3://jobs/p/ns/old/uid-1", own);

        assertThat(origin.address()).isEqualTo("s3://jobs/p/ns/old/uid-1");
        assertThat(read(origin, "job")).isEqualTo("it");
        assertThat(read(JobOrigin.of("s3://jobs/p/ns/old/uid-1/", own), "job")).isEqualTo("it");
    }

    @Test
    void latestIsTheEarlierJobOfThisNameWithTheNewestSnapshot() throws Exception {
        snapshot("p/ns/rework/uid-a/", 20);
        snapshot("p/ns/rework/uid-b/", 30);
        snapshot("p/ns/rework/uid-c/", 10);
        snapshot("p/ns/rework/uid-now/", 40);
        snapshot("p/ns/other/uid-d/", 50);
        put("p/ns/rework/uid-b/job", "the last");
        put("p/ns/rework/uid-e/job", "without a snapshot");

        assertThat(read(JobOrigin.of("Latest", own), "job")).isEqualTo("the last");
    }

    @Test
    void latestOfNothingIsMissing() throws Exception {
        put("p/ns/rework/uid-now/" + MANIFEST, "the own");
        JobOrigin origin = JobOrigin.of("Latest", own);

        assertThat(origin.address()).isEqualTo("Latest, below s3://jobs/p/ns/rework/");
        assertThatThrownBy(origin::open)
                .isInstanceOf(StoreException.class)
                .hasMessage("no earlier job of this name has left a snapshot there");
    }

    @Test
    void whatIsNoAddressIsNamedWithItsField() {
        for (String no : List.of("/tmp/snapshots", "s3://jobs", "s3://jobs/")) {
            assertThatThrownBy(() -> JobOrigin.of(no, own))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(
                            "spec.snapshots.restoreFrom: \"" + no + "\" is neither Latest nor an address");
        }
        assertThatThrownBy(() -> JobOrigin.of("s3://No Bucket/p", own))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("spec.snapshots.restoreFrom: in \"s3://No Bucket/p\"");
    }
}
