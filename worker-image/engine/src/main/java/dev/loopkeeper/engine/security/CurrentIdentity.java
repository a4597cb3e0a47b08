package dev.loopkeeper.engine.security;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity in the files, read anew for each handshake. Where they cannot be read the last that could counts: a renewal that went wrong does
 * no harm before the old certificate ends. Safe for all threads.
 */
final class CurrentIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentIdentity.class);

    private final IdentityFiles files;

    /** The last two: a handshake asks for certificate and key one after the other, and the files may change in between. */
    private Identity current;

    private Identity previous;

    CurrentIdentity(IdentityFiles files, Identity read) {
        this.files = files;
        this.current = read;
        this.previous = read;
    }

    /** As the files are now. */
    synchronized Identity refresh() {
        try {
            Identity read = files.read();
            if (!read.equals(current)) {
                LOG.info("The files in {} have changed; they count for new connections", files.directory());
                previous = current;
                current = read;
            }
        } catch (IOException e) {
            LOG.warn("This part's identity cannot be read again, the one before counts: {}", e.getMessage());
        }
        return current;
    }

    /** One of the last two, by its alias. */
    synchronized Optional<Identity> find(String alias) {
        return Stream.of(current, previous)
                .filter(identity -> identity.alias().equals(alias))
                .findFirst();
    }
}
