package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static dev.loopkeeper.operator.status.Regions.region;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Pod;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RecoveryMillis;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K21, K22: what is told of a job when another coordinator takes over, which knows nothing of what happened before it. */
final class TakeoverTest {

    private static IterativeJobStatus status(Given given) {
        return JobStatusOf.of(given.observation(), new Trouble(Situation.CLEAR, Given.NOW));
    }

    private static Given said(int epoch, RegionPhase phase) {
        return heard(epoch, List.of(region("r0", phase, 0, null, null)));
    }

    private static IterativeJobStatus recovered() {
        RegionFailure failure =
                new RegionFailure(Given.NOW, "OOMKilled", "rework-r0-0-1", "node1", 137, "it broke", "");
        Recovery recovery = new Recovery("r0", 2, Given.NOW, new RecoveryMillis(1L, 2L, 3L, 4L, 5L, 6L));
        RegionStatus told = new RegionStatus("r0", "r0", RegionPhase.RUNNING, 2, 1, 2, 2, null, failure, recovery);
        IterativeJobStatus status = status(heard(List.of(told)));
        assertThat(status.regions().getFirst().lastFailure()).isNotNull();
        assertThat(status.regions().getFirst().lastRecovery()).isNotNull();
        return status;
    }

    /** It counts from zero and waits for workers that have never stopped. */
    @ParameterizedTest
    @EnumSource(names = {"PENDING", "SCHEDULING", "RESTORING"})
    void aTakeoverIsARecoveryAndNoStart(RegionPhase phase) {
        IterativeJobStatus running = status(said(1, RegionPhase.RUNNING));
        assertThat(running.phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(status(said(2, phase).status(running)).phase()).isEqualTo(JobPhase.RECOVERING);
        // As the status is in between.
        IterativeJobStatus waiting =
                status(Given.runningJob().status(running).pod(Pod.coordinator(2).phase(PodPhase.PREPARING)));
        assertThat(status(said(2, phase).status(waiting)).phase()).isEqualTo(JobPhase.RECOVERING);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULING", "RESTORING"})
    void aRegionThatComesLateUnderTheSameCoordinatorIsAStart(RegionPhase phase) {
        assertThat(status(said(1, phase)).phase()).isEqualTo(JobPhase.STARTING);
        assertThat(status(said(1, phase).status(status(said(1, RegionPhase.RUNNING))))
                        .phase())
                .isEqualTo(JobPhase.STARTING);
    }

    /** Whoever kills a worker and then its coordinator wants to see afterwards what became of the first. */
    @Test
    void k22WhatWasToldOfFailuresAndRecoveriesOutlastsTheCoordinator() {
        IterativeJobStatus written = recovered();
        var after =
                status(said(2, RegionPhase.RUNNING).status(written)).regions().getFirst();
        assertThat(after.lastFailure()).isEqualTo(written.regions().getFirst().lastFailure());
        assertThat(after.lastRecovery()).isEqualTo(written.regions().getFirst().lastRecovery());
    }

    /** A job that was mended by a change has not failed so since. */
    @Test
    void k22OfAnotherRunItDoesNot() {
        Given next = Given.runningJob().ended(RunEnd.Outcome.ABANDONED).run(2, 2, null, null);
        IterativeJobStatus unheard = status(next.status(recovered()));
        assertThat(unheard.run().number()).isEqualTo(2);
        assertThat(unheard.regions().getFirst().lastFailure()).isNull();
        assertThat(unheard.regions().getFirst().lastRecovery()).isNull();
        Given heard = said(2, RegionPhase.RUNNING);
        assertThat(status(heard.status(unheard)).regions().getFirst().lastFailure())
                .isNull();
    }
}
