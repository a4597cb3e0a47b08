package dev.loopkeeper.examples.pagerank;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.loop.Rounds;

/**
 * Ranks the vertices of a directed graph by PageRank, as LDBC Graphalytics defines it: damping 0.85, all ranks equal at first, the ranks of
 * vertices without outgoing edges spread evenly over all. Every vertex that occurs in an edge counts. Edges given twice count twice.
 *
 * <p>Parameters: {@code input}, lines {@code vertex<TAB>vertex it points to}; {@code output}, lines {@code vertex<TAB>rank}; {@code rounds}, 10 if
 * not given; {@code overwrite}, whether the results take the place of an earlier job's.
 */
public final class PageRank implements Program {

    @Override
    public void define(Dataflow flow) {
        long given = flow.parameter("rounds", 10);
        if (given < 1 || given > 1_000_000) {
            throw new IllegalArgumentException("parameter rounds is a number from 1 to 1,000,000, not " + given);
        }
        int rounds = (int) given;
        Stream<Edge> edges =
                flow.read("edges", TextFiles.at(flow.parameter("input")).parse(Edge.class, Edge::parse));
        Stream<Message> graph = edges.flatMap("graph", Message.class, (edge, out) -> {
            out.emit(new Message.Link(edge.from(), edge.to()));
            out.emit(new Message.Mention(edge.to()));
        });
        Rounds loopKind = Rounds.limit(rounds).with(Rank.VERTICES).with(Rank.DANGLING);
        Stream<Ranking> rankings = flow.iterate("supersteps", loopKind, loop -> {
            Stream<Message> messages = loop.variable("messages", graph);
            ProcessedStream<Message> rank = messages.keyBy(String.class, Message::vertex)
                    .process("rank", Message.class, () -> new Rank(rounds));
            loop.feedback(messages, rank);
            return rank.output(Rank.RANKINGS);
        });
        rankings.write(
                "ranks",
                TextFiles.to(flow.parameter("output"))
                        .overwrite(flow.parameter("overwrite", false))
                        .format(Ranking::line));
    }
}
