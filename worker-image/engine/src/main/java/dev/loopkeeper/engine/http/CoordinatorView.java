package dev.loopkeeper.engine.http;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;

/**
 * What the HTTP server needs of a coordinator. Methods are called on the server's threads, several at a time, and must return
 * without waiting for anything that can take long: a value published before, a message into the coordinator's own queue.
 */
public interface CoordinatorView {

    /** Where the coordinator publishes its state for the provider; the same object each time. */
    PublishedState states();

    /**
     * Takes the provider's whole view. It answers this coordinator's epoch and a version that was published; the order of two
     * calls is not kept, so that one with a lower version than another before it is to be ignored (K4).
     */
    void observe(Observations observations);

    /** The plan as JSON, or {@code {}} before there is one. */
    String planJson();

    /** The job for people and tools. */
    JobStatus status();

    /** The metrics in Prometheus' text format. */
    String metrics();

    /** Whether the coordinator has claimed the job and serves it. */
    boolean ready();
}
