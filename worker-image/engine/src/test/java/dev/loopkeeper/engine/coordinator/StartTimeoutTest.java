package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.provider.WantedWorker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K6: a region that is not complete within its start time-out gives all its workers back, and asks for them again after a while. */
final class StartTimeoutTest {

    /** The scripted job's; its random number is a half, and the longest wait a tenth of this. */
    private static final long START_TIMEOUT = 60_000;

    private static final long WAIT = START_TIMEOUT / 10 / 2;

    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);
    private final ScriptedJob job = new ScriptedJob(lanes, 1, false, new ScriptedStore());

    private List<Integer> attempts() {
        return job.core().wanted().stream().map(WantedWorker::attempt).toList();
    }

    @Test
    void k6WhatCouldNotBePlacedIsGivenBackAndAskedForAgainWithJitter() {
        job.start();
        job.pass(200);
        assertThat(attempts()).containsExactly(1);

        job.pass(START_TIMEOUT);
        assertThat(attempts()).as("given back").isEmpty();
        job.pass(WAIT - 500);
        assertThat(attempts()).as("not asked for again at once").isEmpty();
        job.pass(1_000);
        assertThat(attempts()).containsExactly(2);
    }
}
