package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.crds.v1alpha1.ReservedInPods;
import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.ContainerCredentials;
import dev.loopkeeper.storage.S3Access;
import dev.loopkeeper.storage.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of a pod's service account, as a token that the kubelet renews. What else there is to know stands in the environment, by the names
 * that AWS' clients look for: a cluster with IAM roles for service accounts, or with EKS Pod Identity, sets them by itself.
 *
 * @param access to keys for the token
 */
record PodIdentity(S3Access access) implements StoreAccess {

    private static final Logger LOG = LoggerFactory.getLogger(PodIdentity.class);

    /** Where the operator mounts a token for {@code sts.amazonaws.com}. */
    private static final String OWN_TOKEN = ReservedInPods.GIVEN_FOLDER + "/identity/token";

    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private static final String ROLE = "AWS_ROLE_ARN";
    private static final String SESSION = "AWS_ROLE_SESSION_NAME";
    private static final String REGION = "AWS_REGION";
    private static final String SERVICE_ADDRESS = "AWS_ENDPOINT_URL_STS";
    private static final String ANY_ADDRESS = "AWS_ENDPOINT_URL";
    private static final String AGENT_ADDRESS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private static final String AGENT_TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    private static final int LONGEST_SESSION = 64;

    /** AWS' own addresses; those of China differ. */
    private static final Pattern AWS = Pattern.compile("(?:.*\\.)?(amazonaws\\.com(?:\\.cn)?)");

    /**
     * What the environment says of it. An agent goes before the operator's token, and a token file that is named goes before both, as with AWS'
     * own clients.
     *
     * @param field of the job, for messages
     * @param store its endpoint: where nothing else is said it gives the keys itself, as MinIO's and Ceph's do, or AWS' service in its region does
     * @throws BadInputException with one line, if something is missing or wrong
     */
    static PodIdentity of(String field, URI store, String region, JobName job, Map<String, String> environment)
            throws BadInputException {
        boolean agent = given(environment, TOKEN_FILE).isEmpty()
                && given(environment, AGENT_ADDRESS).isPresent();
        return new PodIdentity(agent ? agent(field, environment) : webIdentity(field, store, region, job, environment));
    }

    @Override
    public S3Access read() {
        return access;
    }

    private static ContainerCredentials agent(String field, Map<String, String> environment) throws BadInputException {
        URI endpoint =
                uri(field, AGENT_ADDRESS, given(environment, AGENT_ADDRESS).orElseThrow());
        Optional<String> tokenFile = given(environment, AGENT_TOKEN_FILE);
        if (tokenFile.isEmpty()) {
            throw new BadInputException(field + ".type: WorkloadIdentity: " + AGENT_ADDRESS + " is set and "
                    + AGENT_TOKEN_FILE
                    + " is not: set both, or neither, or name the token for a security token service ("
                    + TOKEN_FILE + ")");
        }
        try {
            return new ContainerCredentials(endpoint, Path.of(tokenFile.get()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(field + ".type: WorkloadIdentity: " + AGENT_ADDRESS + ": " + e.getMessage(), e);
        }
    }

    private static WebIdentity webIdentity(
            String field, URI store, String region, JobName job, Map<String, String> environment)
            throws BadInputException {
        URI service = service(field, store, region, environment);
        Optional<String> role = given(environment, ROLE);
        if (role.isEmpty() && aws(service).isPresent()) {
            throw new BadInputException(field + ".type: WorkloadIdentity needs a role of AWS, and " + ROLE
                    + " is not set: annotate the pod's service account with eks.amazonaws.com/role-arn, or set " + ROLE
                    + " in the template's env");
        }
        String session = job.job() + "." + job.namespace();
        try {
            WebIdentity identity = new WebIdentity(
                    Path.of(given(environment, TOKEN_FILE).orElse(OWN_TOKEN)),
                    service,
                    role,
                    given(environment, SESSION)
                            .orElse(session.substring(0, Math.min(session.length(), LONGEST_SESSION))));
            if (!"https".equalsIgnoreCase(service.getScheme())) {
                LOG.warn("The pod's token goes to {} unencrypted: whoever reads it on the way can use it", service);
            }
            return identity;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(field + ".type: WorkloadIdentity: " + e.getMessage(), e);
        }
    }

    private static URI service(String field, URI store, String region, Map<String, String> environment)
            throws BadInputException {
        for (String name : new String[] {SERVICE_ADDRESS, ANY_ADDRESS}) {
            Optional<String> address = given(environment, name);
            if (address.isPresent()) {
                return uri(field, name, address.get());
            }
        }
        Optional<String> domain = aws(store);
        return domain.isEmpty()
                ? store
                : uri(field, REGION, "https://sts." + given(environment, REGION).orElse(region) + "." + domain.get());
    }

    private static URI uri(String field, String name, String text) throws BadInputException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The text itself may hold a password, so it is not repeated.
            throw new BadInputException(field + ".type: WorkloadIdentity: " + name + " is wrong", e);
        }
    }

    private static Optional<String> aws(URI endpoint) {
        Matcher domain = AWS.matcher(String.valueOf(endpoint.getHost()));
        return domain.matches() ? Optional.of(domain.group(1)) : Optional.empty();
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
