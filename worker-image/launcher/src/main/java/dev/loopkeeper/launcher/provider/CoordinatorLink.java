package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import java.io.IOException;

/** A provider's way to one coordinator; what comes back goes to the {@link ProviderListener} that it was opened with. */
public interface CoordinatorLink extends AutoCloseable {

    /** Tells the coordinator this view, soon and not too often; only the newest one counts. Never blocks. */
    void observe(Observations observations);

    /**
     * Asks for the job's status.
     *
     * @throws IOException if no answer comes within the answer time, with one line
     */
    JobStatus status() throws IOException, InterruptedException;

    /** Ends the connections; the listener hears nothing any more once this has returned. */
    @Override
    void close();
}
