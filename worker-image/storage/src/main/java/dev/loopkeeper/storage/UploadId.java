package dev.loopkeeper.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * The id of an upload as it is handed out: the store's own, and the identity that the upload's object carries.
 *
 * @param identity absent where the id comes from a listing
 */
record UploadId(Optional<String> identity, String stored) {

    private static final String MARK = "lk1-";
    private static final int IDENTITY_LENGTH = 32;

    static String newIdentity() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static UploadId parse(String text) {
        int end = MARK.length() + IDENTITY_LENGTH;
        if (text.startsWith(MARK) && text.length() > end && text.charAt(end) == '-') {
            return new UploadId(Optional.of(text.substring(MARK.length(), end)), text.substring(end + 1));
        }
        return new UploadId(Optional.empty(), text);
    }

    String text() {
        return identity.map(own -> MARK + own + "-" + stored).orElse(stored);
    }
}
