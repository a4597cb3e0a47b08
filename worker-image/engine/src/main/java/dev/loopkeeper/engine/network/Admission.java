package dev.loopkeeper.engine.network;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a worker that has dialled and proven itself (R3, R15). */
sealed interface Admission {

    record Admit() implements Admission {}

    /** The attempt has not been opened here yet: peers are deployed at different times. */
    record Hold() implements Admission {}

    record Refuse(String reason) implements Admission {}

    /**
     * The newest attempt of a region that was opened here.
     *
     * @param dialers the digests of the channels shared with the workers that are to dial this one
     * @param connected those that have
     * @param closed whether it was closed since
     */
    record Newest(
            String planHash,
            int region,
            int attempt,
            int worker,
            Map<Integer, String> dialers,
            Set<Integer> connected,
            boolean closed) {}

    /**
     * Decides; the newest attempt is the one of the region that the dialer names.
     *
     * @param job the uid of the job that this process works for
     * @param newest null if none was opened
     */
    static Admission decide(Introduction dialer, String job, @Nullable Newest newest) {
        if (!dialer.job().equals(job)) {
            return new Refuse("it belongs to job " + dialer.job() + ", this is a worker of job " + job);
        }
        if (newest == null || dialer.attempt() > newest.attempt) {
            return new Hold();
        }
        if (dialer.attempt() < newest.attempt) {
            return new Refuse("attempt " + dialer.attempt() + " of region " + dialer.region()
                    + " is over, here runs attempt " + newest.attempt);
        }
        if (newest.closed) {
            return new Refuse("attempt " + dialer.attempt() + " of region " + dialer.region() + " is closed here");
        }
        if (!dialer.planHash().equals(newest.planHash)) {
            return new Refuse("it has plan " + dialer.planHash() + ", here runs plan " + newest.planHash
                    + "; run the same program with the same parameters everywhere");
        }
        if (dialer.acceptor() != newest.worker) {
            return new Refuse("it dialled worker " + dialer.acceptor() + ", this is worker " + newest.worker);
        }
        String channels = newest.dialers.get(dialer.dialer());
        if (channels == null) {
            return new Refuse(
                    "worker " + dialer.dialer() + " has no channel for which it dials worker " + newest.worker);
        }
        if (!dialer.channels().equals(channels)) {
            return new Refuse("the two workers were given different channels");
        }
        if (newest.connected.contains(dialer.dialer())) {
            return new Refuse("worker " + dialer.dialer() + " is connected already");
        }
        return new Admit();
    }
}
