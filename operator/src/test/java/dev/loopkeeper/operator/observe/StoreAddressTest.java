package dev.loopkeeper.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K19: one place may be written in several ways, and only another one begins a job anew. */
final class StoreAddressTest {

    private static final String PLACE = "s3://jobs/loops/factory/rework/4f0e/";

    /** What a run has kept, what it would be now, and whether the data is there. */
    @ParameterizedTest
    @CsvSource({
        "https://s3.example, https://s3.example, true",
        "https://S3.Example, HTTPS://s3.example/, true",
        "https://s3.example, https://s3.example:443, true",
        "http://minio.stores.svc:80/, http://minio.stores.svc, true",
        "http://minio.stores.svc:9000, https://minio.stores.svc:9000, true",
        "'http://[fd00::1]:9000', 'http://[FD00::1]:9000/', true",
        "http://s3.example, https://s3.example, false",
        "https://s3.example, https://s3.example:9000, false",
        "https://s3.example, https://s4.example, false",
        "'http://[fd00::1]:9000', 'http://[fd00::2]:9000', false",
    })
    void k19AnEndpointIsItsHostAndPort(String kept, String now, boolean same) {
        assertThat(new StoreAddress(PLACE + " at " + now).isAt(PLACE + " at " + kept))
                .isEqualTo(same);
    }

    /** Keys are what they are. */
    @ParameterizedTest
    @CsvSource({
        "s3://other/loops/factory/rework/4f0e/",
        "s3://jobs/Loops/factory/rework/4f0e/",
        "s3://jobs/factory/rework/4f0e/"
    })
    void k19AnotherBucketOrPrefixIsAnotherPlace(String kept) {
        StoreAddress now = new StoreAddress(PLACE + " at https://s3.example", List.of("https://s3.example"));
        assertThat(now.isAt(kept + " at https://s3.example")).isFalse();
    }

    @Test
    void k19AnEarlierAddressOfTheSameServiceIsTheSamePlace() {
        StoreAddress now = new StoreAddress(
                PLACE + " at https://s3.example", List.of("http://minio.a:9000", "http://Minio.b:80/"));
        assertThat(now.isAt(PLACE + " at http://minio.a:9000")).isTrue();
        assertThat(now.isAt(PLACE + " at http://minio.b")).isTrue();
        assertThat(now.isAt(PLACE + " at http://minio.c:9000")).isFalse();
    }
}
