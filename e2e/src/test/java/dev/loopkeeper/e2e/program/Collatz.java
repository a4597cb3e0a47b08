package dev.loopkeeper.e2e.program;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.source.Generator;

/** A program that is in no image: how many steps each number needs to come to 1, halved where it is even, else tripled and one more. */
public final class Collatz implements Program {

    /** @param start where it began, @param value where it is, @param steps how many it has made */
    record Walk(long start, long value, int steps) {}

    static final OutputTag<Walk> ARRIVED = OutputTag.of("arrived", Walk.class);

    @Override
    public void define(Dataflow flow) {
        Stream<Walk> starts = flow.read(
                "starts",
                Generator.of(Walk.class, number -> new Walk(number + 1, number + 1, 0))
                        .count(Long.parseLong(flow.parameter("numbers"))));
        Stream<Walk> arrived = flow.iterate("steps", Loop.asynchronous(), loop -> {
            Stream<Walk> walks = loop.variable("walks", starts);
            ProcessedStream<Walk> moved = walks.keyBy(Long.class, Walk::value).process("step", Walk.class, Step::new);
            loop.feedback(walks, moved);
            return moved.output(ARRIVED);
        });
        arrived.write(
                "steps", TextFiles.to(flow.parameter("output")).format(walk -> walk.start() + "\t" + walk.steps()));
    }

    static final class Step implements KeyedFunction<Long, Walk, Walk> {

        @Override
        public void process(Long value, Walk walk, Output<Walk> output) {
            if (value == 1) {
                output.emit(ARRIVED, walk);
            } else {
                output.emit(new Walk(walk.start(), value % 2 == 0 ? value / 2 : 3 * value + 1, walk.steps() + 1));
            }
        }
    }
}
