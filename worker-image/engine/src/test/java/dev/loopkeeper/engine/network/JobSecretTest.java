package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JobSecretTest {

    private static final byte[] PART = "part".getBytes(StandardCharsets.UTF_8);

    @Test
    void provesWithLabelAndParts() {
        JobSecret secret = JobSecret.of("0123456789abcdef");
        byte[] proof = secret.proof("label", PART);
        assertThat(proof).isEqualTo(RawPeer.hmac("0123456789abcdef", "label", PART));
        assertThat(secret.verify(proof, "label", PART)).isTrue();
        assertThat(secret.verify(proof, "other", PART)).isFalse();
        assertThat(secret.verify(proof, "label", PART, PART)).isFalse();
        assertThat(JobSecret.of("0123456789abcdeF").verify(proof, "label", PART))
                .isFalse();
    }

    @Test
    void isNotPrinted() {
        assertThat(JobSecret.of("0123456789abcdef").toString()).doesNotContain("0123");
        assertThat(ExchangeServerOptions.of(new java.net.InetSocketAddress(0), "job", JobSecret.of("0123456789abcdef"))
                        .toString())
                .doesNotContain("0123");
    }

    @Test
    void mustBeLongEnough() {
        assertThatThrownBy(() -> JobSecret.of("0123456789abcde"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("0123");
    }
}
