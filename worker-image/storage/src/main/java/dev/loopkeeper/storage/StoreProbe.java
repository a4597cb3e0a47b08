package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ConditionalPut.Refused;
import dev.loopkeeper.engine.store.ConditionalPut.Written;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.engine.store.StoredObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Finds out at start what a store can do, by doing it: stores that ignore a condition answer as if they had honoured it. It writes one small object
 * of a random name below the settings' prefix and removes it.
 */
public final class StoreProbe {

    /** The answer to one conditional write. */
    private enum Answer {
        WRITTEN,
        REFUSED,
        UNSUPPORTED
    }

    private static final String UNKNOWN_ETAG = "00000000000000000000000000000000";
    private static final int ATTEMPTS = 5;

    private final ObjectStore quoted;
    private final String key = ".probe-" + UUID.randomUUID();
    private int writes;
    private boolean mayHaveWritten;

    private StoreProbe(ObjectStore quoted) {
        this.quoted = quoted;
    }

    /**
     * Probes the store of the settings.
     *
     * @throws StoreException where the store cannot be used at all: it is out of reach, the bucket is not there, the credentials are wrong, or it
     *     does not give back what was written. What it merely lacks is in the result
     */
    public static StoreAbilities probe(S3Settings settings) throws StoreException {
        try (var quoted = S3ObjectStore.open(settings, EtagForm.QUOTED);
                var plain = S3ObjectStore.open(settings, EtagForm.PLAIN)) {
            return probe(quoted, plain);
        }
    }

    /** The same over two views of one store that differ in the form of the etag they send. */
    static StoreAbilities probe(ObjectStore quoted, ObjectStore plain) throws StoreException {
        var probe = new StoreProbe(quoted);
        try {
            probe.requireReadBack();
            boolean createIfAbsent = probe.createsOnlyIfAbsent();
            if (probe.replacesOnlyIfMatches(quoted)) {
                return new StoreAbilities(createIfAbsent, true, EtagForm.QUOTED);
            }
            boolean replaceIfMatches = probe.replacesOnlyIfMatches(plain);
            return new StoreAbilities(
                    createIfAbsent, replaceIfMatches, replaceIfMatches ? EtagForm.PLAIN : EtagForm.QUOTED);
        } finally {
            probe.cleanUp();
        }
    }

    /** Shows whether the store is there, the bucket too, and the credentials are good for writing, reading and deleting. */
    private void requireReadBack() throws StoreException {
        ByteBuffer content = nextContent();
        try {
            quoted.put(key, content);
            mayHaveWritten = true;
        } catch (StoreException e) {
            mayHaveWritten = e.kind() == Kind.UNCLEAR;
            throw e.kind() == Kind.UNSUPPORTED
                    ? new StoreException(
                            Kind.UNSUPPORTED, e.getMessage() + ": is it an S3 service? Check the endpoint", e)
                    : e;
        }
        StoredObject read = quoted.get(key)
                .orElseThrow(() -> new StoreException(
                        Kind.UNSUPPORTED, "the store does not give back " + key + " that was just written"));
        if (!ByteBuffer.wrap(read.content()).equals(content)) {
            throw new StoreException(
                    Kind.CORRUPT, "the store gives back other bytes for " + key + " than were written");
        }
        quoted.delete(List.of(key));
    }

    private boolean createsOnlyIfAbsent() throws StoreException {
        var absent = new Precondition.Absent();
        quoted.delete(List.of(key));
        return answer(quoted, absent) == Answer.WRITTEN && answer(quoted, absent) == Answer.REFUSED;
    }

    private boolean replacesOnlyIfMatches(ObjectStore store) throws StoreException {
        String etag = store.put(key, nextContent());
        if (answer(store, new Precondition.Matches(UNKNOWN_ETAG)) != Answer.REFUSED) {
            return false;
        }
        return answer(store, new Precondition.Matches(etag)) == Answer.WRITTEN;
    }

    /** An outcome that stays unknown says nothing about abilities: it is settled by reading back, and asked for again where nothing was written. */
    private Answer answer(ObjectStore store, Precondition condition) throws StoreException {
        for (int attempt = 1; ; attempt++) {
            ByteBuffer content = nextContent();
            try {
                ConditionalPut outcome = store.putIf(key, content, condition);
                return switch (outcome) {
                    case Written written -> Answer.WRITTEN;
                    case Refused refused -> Answer.REFUSED;
                };
            } catch (StoreException e) {
                if (e.kind() == Kind.UNSUPPORTED) {
                    return Answer.UNSUPPORTED;
                }
                boolean passing = e.kind() == Kind.UNCLEAR || e.kind() == Kind.UNAVAILABLE;
                if (!passing || attempt == ATTEMPTS) {
                    throw unavailable(e);
                }
                // Retried with backoff, so it also waits for a store that is briefly away.
                boolean done = store.get(key)
                        .filter(read -> ByteBuffer.wrap(read.content()).equals(content))
                        .isPresent();
                if (done) {
                    return Answer.WRITTEN;
                }
            }
        }
    }

    private void cleanUp() {
        if (!mayHaveWritten) {
            return;
        }
        try {
            quoted.delete(List.of(key));
        } catch (StoreException e) {
            // What the probe found, or why it failed, matters more than one small object.
        }
    }

    private ByteBuffer nextContent() {
        writes++;
        return ByteBuffer.wrap(("probe " + writes).getBytes(StandardCharsets.UTF_8));
    }

    /** For whoever waits for the store to come up; a probe leaves nothing unclear behind. */
    private static StoreException unavailable(StoreException e) {
        return e.kind() == Kind.UNCLEAR ? new StoreException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e) : e;
    }
}
