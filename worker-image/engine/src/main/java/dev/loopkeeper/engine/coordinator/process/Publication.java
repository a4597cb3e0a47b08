package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.engine.coordinator.JobView;
import dev.loopkeeper.engine.http.CoordinatorView;
import dev.loopkeeper.engine.http.PublishedState;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.PlanJson;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP port shows: values that the coordinator's thread has published, so that no request ever waits for it. The methods of
 * {@link CoordinatorView} may be called by any thread, the others by the coordinator's only.
 */
final class Publication implements CoordinatorView, AutoCloseable {

    private final JobView view;
    private final Consumer<Observations> observer;
    private final PublishedState states;
    private final CoordinatorMetrics metrics;
    private final String plan;
    private volatile JobStatus status;
    private @Nullable String earlierSnapshots;

    /**
     * Begins with a coordinator that has not claimed (K5).
     *
     * @param observer takes what the provider posts; called by any thread
     */
    Publication(String job, long epoch, Plan plan, JobView view, long now, Consumer<Observations> observer) {
        this.view = view;
        this.observer = observer;
        this.states = new PublishedState(ProviderState.starting(job, epoch, "claiming"));
        this.plan = PlanJson.write(plan);
        this.status = view.status(now);
        this.metrics = new CoordinatorMetrics(job, () -> status);
    }

    /** Publishes the state if it differs from the newest one. */
    void publishState() {
        ProviderState newest = states.state();
        if (!state(newest.version()).equals(newest)) {
            states.publish(state(newest.version() + 1));
        }
    }

    private ProviderState state(long version) {
        return view.state(version).withEarlierSnapshots(earlierSnapshots);
    }

    /** This job starts from nothing, though there are snapshots at this address (K19). Shown with the next state. */
    void earlierSnapshots(String address) {
        earlierSnapshots = address;
    }

    void publishStatus(long now) {
        JobStatus newest = view.status(now);
        status = newest;
        metrics.observe(newest);
    }

    @Override
    public PublishedState states() {
        return states;
    }

    @Override
    public void observe(Observations observations) {
        observer.accept(observations);
    }

    @Override
    public String planJson() {
        return plan;
    }

    @Override
    public JobStatus status() {
        return status;
    }

    @Override
    public String metrics() {
        return metrics.scrape();
    }

    @Override
    public boolean ready() {
        ProviderState newest = states.state();
        return newest.claimed() && !newest.regions().isEmpty();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
