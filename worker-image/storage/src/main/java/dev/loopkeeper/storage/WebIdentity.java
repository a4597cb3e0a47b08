package dev.loopkeeper.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token that says who this process is, for which a security token service gives keys that last for an hour or so (K16). Holds no secret, only
 * where it is.
 *
 * @param tokenFile is read anew for each exchange: whoever wrote it replaces it before it expires
 * @param tokenService its address; {@code http://} or {@code https://}, host, optional port and path. The token is sent there
 * @param role to ask for, such as {@code arn:aws:iam::123456789012:role/jobs}; empty where the service knows it from the token
 * @param session what the service's log calls the holder of the keys: 2 to 64 letters, digits and {@code _+=,.@-}
 */
public record WebIdentity(Path tokenFile, URI tokenService, Optional<String> role, String session) implements S3Access {

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");

    public WebIdentity {
        String scheme = tokenService.getScheme();
        boolean known = scheme != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"));
        boolean bare = tokenService.getRawQuery() == null
                && tokenService.getRawFragment() == null
                && tokenService.getRawUserInfo() == null;
        if (!known || tokenService.getHost() == null || !bare) {
            // The text itself may hold a password before the host, so it is not repeated.
            throw new IllegalArgumentException(
                    "the security token service must be http:// or https:// with a host and an optional port and path, without query or user, such as https://sts.eu-central-1.amazonaws.com");
        }
        if (!SESSION.matcher(session).matches()) {
            throw new IllegalArgumentException(
                    "\"" + session + "\" is not a session's name: 2 to 64 letters, digits and _+=,.@-");
        }
    }
}
