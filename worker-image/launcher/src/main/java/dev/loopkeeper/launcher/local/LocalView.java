package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.ProviderState;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision of the provider depends on. Times are milliseconds of one monotonic clock.
 *
 * @param failures how many coordinators in a row have ended without a verdict, since one was well
 * @param fruitless how many of the last ones had not claimed the job
 * @param state the newest state that a coordinator told, or null
 * @param verdictAcknowledgedAt when the provider acknowledged the verdict
 * @param workers all workers that were started and are not forgotten, in the order of their starts
 */
record LocalView(
        long now,
        CoordinatorLife coordinator,
        int failures,
        int fruitless,
        @Nullable ProviderState state,
        OptionalLong verdictAcknowledgedAt,
        List<LocalWorker> workers) {

    LocalView {
        workers = List.copyOf(workers);
    }
}
