package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.loop.Loop;
import java.util.concurrent.TimeUnit;

/**
 * Tokens that go round a loop: an exchange by key and a counter in keyed state at every hop.
 *
 * <p>Parameters: {@code warmUp} and {@code measured}, in seconds; {@code visits} and {@code windows}, the folders for how often each key was
 * visited, as {@code key<TAB>visits}, and for what each task measured, as {@code arrivals<TAB>hops<TAB>nanoseconds}.
 */
public final class HopsProgram implements Program {

    static final String WARM_UP = "warmUp";
    static final String MEASURED = "measured";
    static final String VISITS = "visits";
    static final String WINDOWS = "windows";

    @Override
    public void define(Dataflow flow) {
        long warmUp = Long.parseLong(flow.parameter(WARM_UP));
        long seconds = warmUp + Long.parseLong(flow.parameter(MEASURED));
        Stream<Token> tokens = flow.read("tokens", new Laps(TimeUnit.SECONDS.toMillis(seconds)))
                .rebalance();
        ProcessedStream<Token> counted = flow.iterate("course", Loop.asynchronous(), loop -> {
            Stream<Token> underWay = loop.variable("underWay", tokens);
            ProcessedStream<Token> hopped = underWay.keyBy(Integer.class, Token::key)
                    .process("count", Token.class, () -> new CountVisits(warmUp));
            loop.feedback(underWay, hopped);
            return hopped;
        });
        counted.output(CountVisits.VISITS)
                .write(
                        VISITS,
                        TextFiles.to(flow.parameter(VISITS))
                                .format((CountVisits.Visits visits) -> visits.key() + "\t" + visits.count()));
        counted.output(CountVisits.WINDOWS)
                .write(
                        WINDOWS,
                        TextFiles.to(flow.parameter(WINDOWS))
                                .format((Stopwatch.Window window) ->
                                        window.arrivals() + "\t" + window.hops() + "\t" + window.nanos()));
    }
}
