package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.RunEnd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K16, K19: which default store is another than that of the job's runs, and what becomes of its credentials. */
final class StoreChangeTest {

    private static final String OLD = "s3://jobs/loops at http://s3.old";
    private static final String NEW = "s3://jobs/loops at http://s3.new";

    private static Given ran() {
        return Given.newJob().store(OLD).run(1, 1, null, null);
    }

    private static Given running() {
        return ran().pod(Pod.coordinator(1))
                .heard(
                        "uid-of-rework-coordinator-1",
                        Duration.ZERO,
                        State.claimed().is());
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    /** As after an upgrade of the chart in which the same service is written in another way, or has got another address. */
    @ParameterizedTest
    @CsvSource({"http://s3.new, '', false", "HTTP://S3.old:80/, '', true", "http://s3.new, http://s3.old, true"})
    void k19ASuspendedJobGoesOnWhereItsStoreIsTheSame(String endpoint, String former, boolean starts) {
        Given now = ran().ended(RunEnd.Outcome.SUSPENDED)
                .generation(2)
                .tried(2, null)
                .storeNow("s3://jobs/loops at " + endpoint, former);
        assertThat(steps(now).contains(new Step.StartRun(2, 2))).isEqualTo(starts);
        if (!starts) {
            assertThat(now.decision().situation().message()).contains(OLD, NEW, "defaultStore.formerEndpoints");
        }
    }

    /** Its pods could no longer reach the store that they write to. An event says why a rotation does not arrive. */
    @Test
    void k16CredentialsOfAnotherDefaultStoreAreNotGivenToARunOfTheFormer() {
        assertThat(steps(running().rotated().storeNow(NEW)))
                .noneMatch(Step.CopyCredentials.class::isInstance)
                .filteredOn(Step.TellOnce.class::isInstance)
                .singleElement()
                .satisfies(step -> assertThat(((Step.TellOnce) step).message())
                        .contains(OLD, NEW, "defaultStore.formerEndpoints"));
        assertThat(steps(running().storeNow(NEW))).as("nothing was rotated").noneMatch(Step.TellOnce.class::isInstance);
    }

    @Test
    void k16CredentialsFollowAStoreThatHasGotAnotherAddress() {
        assertThat(steps(running().rotated().storeNow(NEW, "http://s3.old/")))
                .contains(new Step.CopyCredentials())
                .noneMatch(Step.TellOnce.class::isInstance);
    }
}
