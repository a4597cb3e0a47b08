package dev.loopkeeper.examples.components;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.loop.Loop;

/**
 * Finds the weakly connected components of a graph. Each vertex keeps the smallest name that it has heard of, and tells its neighbours when that
 * changes; when no message is under way any more, all vertices of a component know its smallest vertex.
 *
 * <p>Parameters: {@code input}, lines {@code vertex<TAB>vertex}; {@code output}, lines {@code vertex<TAB>smallest vertex of its component};
 * {@code overwrite}, whether they take the place of an earlier job's.
 */
public final class ConnectedComponents implements Program {

    @Override
    public void define(Dataflow flow) {
        Stream<Edge> edges =
                flow.read("edges", TextFiles.at(flow.parameter("input")).parse(Edge.class, Edge::parse));
        Stream<Message> neighbours = edges.flatMap("neighbours", Message.class, (edge, out) -> {
            out.emit(new Message.Neighbour(edge.from(), edge.to()));
            out.emit(new Message.Neighbour(edge.to(), edge.from()));
        });
        Stream<Membership> memberships = flow.iterate("propagate", Loop.asynchronous(), loop -> {
            Stream<Message> messages = loop.variable("messages", neighbours);
            ProcessedStream<Message> smallest =
                    messages.keyBy(String.class, Message::vertex).process("smallest", Message.class, KeepSmallest::new);
            loop.feedback(messages, smallest);
            return smallest.output(KeepSmallest.MEMBERSHIPS);
        });
        memberships.write(
                "components",
                TextFiles.to(flow.parameter("output"))
                        .overwrite(flow.parameter("overwrite", false))
                        .format(Membership::line));
    }
}
