package dev.loopkeeper.storage;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/**
 * An agent beside this process, which gives keys that last for some hours to who has a token: that of EKS Pod Identity (K16). Holds no secret,
 * only where it is.
 *
 * @param endpoint {@code https://}, or {@code http://} where the token cannot get onto a network: on this machine, at {@code 169.254.170.23}
 *     or {@code [fd00:ec2::23]}. The token is sent there
 * @param tokenFile is read anew for each request: whoever wrote it replaces it before it expires
 */
public record ContainerCredentials(URI endpoint, Path tokenFile) implements S3Access {

    /** Where each node of EKS has its own agent. */
    private static final Set<InetAddress> AGENTS =
            Set.of(InetAddress.ofLiteral("169.254.170.23"), InetAddress.ofLiteral("fd00:ec2::23"));

    public ContainerCredentials {
        String scheme = String.valueOf(endpoint.getScheme());
        boolean plain = scheme.equalsIgnoreCase("http");
        boolean bare = endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && endpoint.getRawUserInfo() == null;
        if (!(plain || scheme.equalsIgnoreCase("https")) || endpoint.getHost() == null || !bare) {
            // The text itself may hold a password before the host, so it is not repeated.
            throw new IllegalArgumentException(
                    "the credentials endpoint must be http:// or https:// with a host and an optional port and path, without query or user, such as http://169.254.170.23/v1/credentials");
        }
        if (plain && !isNear(endpoint.getHost())) {
            throw new IllegalArgumentException(
                    "the credentials endpoint at " + endpoint
                            + " would get the pod's token unencrypted over the network: it must be https://, or on this node (127.0.0.1, 169.254.170.23 or [fd00:ec2::23])");
        }
    }

    private static boolean isNear(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
            return address.isLoopbackAddress() || AGENTS.contains(address);
        } catch (IllegalArgumentException e) {
            // A name may lead anywhere, and elsewhere the next time.
            return false;
        }
    }
}
