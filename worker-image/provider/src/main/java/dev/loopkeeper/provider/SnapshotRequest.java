package dev.loopkeeper.provider;

/**
 * The provider's wish for one snapshot now. It may stand in every observation: each token is answered once, by {@link RequestedSnapshot}, whichever
 * coordinator reads it. A newer token takes the place of one that is not answered yet.
 *
 * @param token tells one request from the next, 1 to 256 characters
 */
public record SnapshotRequest(String token) {

    private static final int MAX_TOKEN = 256;

    public SnapshotRequest {
        Values.text("token", token);
        if (token.length() > MAX_TOKEN) {
            throw new IllegalArgumentException("token is longer than " + MAX_TOKEN + " characters");
        }
    }
}
