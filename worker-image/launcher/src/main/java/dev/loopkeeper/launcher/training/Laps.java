package dev.loopkeeper.launcher.training;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.source.Generator;

/** The training run's job: runners who go round a loop for a few seconds, while snapshots are taken and a worker is lost. */
public final class Laps implements Program {

    private static final int RUNNERS = 2_000;
    private static final int PER_SECOND = 1_000;

    @Override
    public void define(Dataflow flow) {
        Stream<Runner> runners = flow.read(
                        "numbers",
                        Generator.of(Long.class, number -> number)
                                .count(RUNNERS)
                                .perSecond(PER_SECOND))
                .map("runners", Runner.class, number -> new Runner(number, "runner-" + number, 0));
        Stream<Runner> arrived = flow.iterate("laps", Loop.asynchronous(), loop -> {
            Stream<Runner> running = loop.variable("running", runners);
            ProcessedStream<Runner> laps =
                    running.keyBy(Long.class, Runner::station).process("lap", Runner.class, Lap::new);
            loop.feedback(running, laps);
            return laps.output(Lap.ARRIVED);
        });
        arrived.map("lines", String.class, Runner::name).write("arrivals", TextFiles.to(flow.parameter("output")));
    }
}
