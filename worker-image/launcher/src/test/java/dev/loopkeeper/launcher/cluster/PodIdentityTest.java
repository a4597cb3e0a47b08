package dev.loopkeeper.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.ContainerCredentials;
import dev.loopkeeper.storage.S3Access;
import dev.loopkeeper.storage.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K16: what a pod's environment says of its identity, by the names that AWS' clients have. */
final class PodIdentityTest {

    private static final String FIELD = "spec.snapshots.store.credentials";
    private static final JobName JOB = new JobName("factory", "laps", "0f1e2d3c");
    private static final String ROLE = "arn:aws:iam::123456789012:role/jobs";
    private static final String EKS_TOKEN =
            "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
    /** As the webhook of EKS sets it. */
    private static final Map<String, String> EKS_POD_IDENTITY = Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", EKS_TOKEN,
            "AWS_REGION", "eu-central-1");

    private static WebIdentity identity(String store, Map<String, String> environment) throws BadInputException {
        return (WebIdentity) access(store, environment);
    }

    private static S3Access access(String store, Map<String, String> environment) throws BadInputException {
        return PodIdentity.of(FIELD, URI.create(store), "eu-central-1", JOB, environment)
                .access();
    }

    private static Map<String, String> and(Map<String, String> some, String name, String value) {
        Map<String, String> all = new HashMap<>(some);
        all.put(name, value);
        return all;
    }

    @Test
    void aStoreOfItsOwnIsAskedWithTheOperatorsToken() throws BadInputException {
        assertThat(identity("https://minio.example:9000", Map.of()))
                .isEqualTo(new WebIdentity(
                        Path.of("/etc/loopkeeper/identity/token"),
                        URI.create("https://minio.example:9000"),
                        Optional.empty(),
                        "laps.factory"));
    }

    @Test
    void whatTheClusterSetsForAServiceAccountCounts() throws BadInputException {
        Map<String, String> environment = Map.of(
                "AWS_ROLE_ARN", ROLE,
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
                "AWS_ROLE_SESSION_NAME", "mine");

        assertThat(identity("https://s3.eu-central-1.amazonaws.com", environment))
                .isEqualTo(new WebIdentity(
                        Path.of("/var/run/secrets/eks.amazonaws.com/serviceaccount/token"),
                        URI.create("https://sts.eu-central-1.amazonaws.com"),
                        Optional.of(ROLE),
                        "mine"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.amazonaws.com, https://sts.eu-central-1.amazonaws.com",
        "https://s3.cn-north-1.amazonaws.com.cn, https://sts.eu-central-1.amazonaws.com.cn",
        "https://bucket.vpce-1a2b.s3.eu-central-1.vpce.amazonaws.com, https://sts.eu-central-1.amazonaws.com",
        "https://amazonaws.com.example.org, https://amazonaws.com.example.org",
        "https://notamazonaws.com, https://notamazonaws.com"
    })
    void awsHasAServiceForEachRegion(String store, String service) throws BadInputException {
        assertThat(identity(store, Map.of("AWS_ROLE_ARN", ROLE)).tokenService()).hasToString(service);
    }

    @Test
    void theAddressOfTheServiceCanBeNamed() throws BadInputException {
        String store = "https://s3.eu-west-1.amazonaws.com";
        Map<String, String> region = Map.of("AWS_ROLE_ARN", ROLE, "AWS_REGION", "eu-west-1");
        Map<String, String> any = and(region, "AWS_ENDPOINT_URL", "https://aws.example");
        Map<String, String> own = and(any, "AWS_ENDPOINT_URL_STS", "https://ecs.example:4443/sts");

        assertThat(identity(store, region).tokenService()).hasToString("https://sts.eu-west-1.amazonaws.com");
        assertThat(identity(store, any).tokenService()).hasToString("https://aws.example");
        assertThat(identity(store, own).tokenService()).hasToString("https://ecs.example:4443/sts");
        // Set and empty is as good as not set.
        assertThat(identity(store, and(any, "AWS_ENDPOINT_URL_STS", "")).tokenService())
                .hasToString("https://aws.example");
    }

    @Test
    void aLongNameIsCut() throws BadInputException {
        JobName job = new JobName("n".repeat(63), "j".repeat(40), "0f1e2d3c");

        assertThat(PodIdentity.of(FIELD, URI.create("https://minio.example"), "eu-1", job, Map.of())
                        .access())
                .isInstanceOfSatisfying(
                        WebIdentity.class,
                        identity -> assertThat(identity.session()).isEqualTo("j".repeat(40) + "." + "n".repeat(23)));
    }

    @Test
    void theAgentOfEksPodIdentityIsAskedWithItsOwnToken() throws BadInputException {
        // No role is needed: the association has it.
        assertThat(access("https://s3.eu-central-1.amazonaws.com", EKS_POD_IDENTITY))
                .isEqualTo(new ContainerCredentials(
                        URI.create("http://169.254.170.23/v1/credentials"), Path.of(EKS_TOKEN)));
    }

    @Test
    void aTokenForASecurityTokenServiceGoesBeforeTheAgent() throws BadInputException {
        String own = "/etc/loopkeeper/identity/token";

        assertThat(identity("https://minio.example", and(EKS_POD_IDENTITY, "AWS_WEB_IDENTITY_TOKEN_FILE", own))
                        .tokenFile())
                .hasToString(own);
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.170.23/v1/credentials, true",
        "http://[fd00:ec2::23]/v1/credentials, true",
        "http://[fd00:ec2:0::23]:80/v1/credentials, true",
        "http://127.0.0.2:8080/keys, true",
        "http://[::1]:8080/keys, true",
        "http://localhost:8080/keys, true",
        "https://keys.example, true",
        "http://keys.example, false",
        "http://localhost.example, false",
        "http://169.254.170.24/v1/credentials, false",
        "http://10.0.0.1, false",
    })
    void theAgentsTokenDoesNotLeaveTheNodeUnencrypted(String agent, boolean taken) throws BadInputException {
        Map<String, String> environment = and(EKS_POD_IDENTITY, "AWS_CONTAINER_CREDENTIALS_FULL_URI", agent);

        if (taken) {
            assertThat(access("https://s3.amazonaws.com", environment))
                    .isEqualTo(new ContainerCredentials(URI.create(agent), Path.of(EKS_TOKEN)));
        } else {
            assertThatThrownBy(() -> access("https://s3.amazonaws.com", environment))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(FIELD + ".type: WorkloadIdentity: AWS_CONTAINER_CREDENTIALS_FULL_URI")
                    .hasMessageContaining(agent + " would get the pod's token unencrypted");
        }
    }

    @Test
    void whatIsMissingOrWrongOfTheAgentIsNamed() {
        assertThatThrownBy(() -> access(
                        "https://s3.amazonaws.com",
                        Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is not");
        for (String wrong :
                new String[] {"http://user:pass@localhost", "http://a pass", "http://localhost?pass", "pass"}) {
            assertThatThrownBy(() -> access(
                            "https://s3.amazonaws.com",
                            and(EKS_POD_IDENTITY, "AWS_CONTAINER_CREDENTIALS_FULL_URI", wrong)))
                    .as(wrong)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                    .hasMessageNotContaining("pass");
        }
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(() -> identity("https://s3.amazonaws.com", Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(FIELD + ".type")
                .hasMessageContaining("AWS_ROLE_ARN is not set")
                .hasMessageContaining("eks.amazonaws.com/role-arn");
        assertThatThrownBy(() -> identity(
                        "https://minio.example", Map.of("AWS_ENDPOINT_URL_STS", "https://user:pass word@sts.example")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL_STS")
                .hasMessageNotContaining("pass");
        assertThatThrownBy(() -> identity("https://minio.example", Map.of("AWS_ENDPOINT_URL_STS", "sts.example")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the security token service must be http:// or https://");
        assertThatThrownBy(() -> identity("https://minio.example", Map.of("AWS_ROLE_SESSION_NAME", "a b")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("\"a b\" is not a session's name");
    }
}
