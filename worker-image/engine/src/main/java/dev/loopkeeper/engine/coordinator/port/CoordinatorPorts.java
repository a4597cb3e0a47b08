package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Verdict;

/** What the coordinator uses of the world. Called on the coordinator's thread; none of it blocks, but for what runs in the background. */
public interface CoordinatorPorts {

    /** Milliseconds since the epoch. */
    long now();

    /** A number from 0 to 1, for jitter. */
    double random();

    /** A text that no other write of the job has: the name of one write (R12). */
    String nonce();

    /** Runs an action on the coordinator's thread after a delay. */
    void after(long millis, Runnable action);

    BackgroundWork background();

    /** The job's part of the store. Used in the background only. */
    ObjectStore store();

    /** Sends to a worker, in order; dropped where it is not connected. */
    void send(String worker, CoordinatorMessage message);

    /** What a job without snapshots of its own goes on from; null where it starts from nothing. */
    default RestoreOrigin origin() {
        return null;
    }

    /** Nothing of the job has run yet, and it goes on from no other. Whoever knows of earlier jobs may say so (K19); the job does not wait for it. */
    default void startsFromNothing() {}

    SourceContext sourceContext();

    SinkContext sinkContext(String operator, long claim, int attempt);

    /** The wanted workers, the status or the claim has changed. */
    void changed();

    /** Something that people should know, in one line. */
    void event(String region, String text);

    /** The job is over, and it stands in the store where it is for good. */
    void ended(Verdict verdict);

    /** This coordinator may do nothing any more: another one has claimed the job, or the job cannot be claimed. */
    void fenced(String reason);

    /** The program does not fit what is in the store, or its parameters are wrong; nothing was started. */
    void refused(String reason);
}
