package dev.loopkeeper.examples.rework;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.ProcessedStream;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.source.Generator;

/**
 * The order lines of two factories. Orders come in, are produced on one of a few machines and inspected; what fails goes back to production, and
 * what is good goes into the ledger. The factories share nothing, so they are two regions: a failure in one of them does not touch the other.
 *
 * <p>Parameters: {@code output}, lines {@code city<TAB>order<TAB>passes}; {@code overwrite}, whether they take the place of an
 * earlier job's; {@code orders}, how many of each city, numbered from 1, without which they
 * never end; {@code rate}, how many a second in each city, 0 for no bound; if not given 500, or no bound where {@code orders} is given.
 */
public final class Rework implements Program {

    private static final String[] CITIES = {"leipzig", "berlin"};
    private static final int MACHINES = 16;
    private static final long ENDLESS = Long.MAX_VALUE;

    @Override
    public void define(Dataflow flow) {
        long orders = atLeast(0, "orders", flow.parameter("orders", ENDLESS));
        long rate = atLeast(0, "rate", flow.parameter("rate", orders == ENDLESS ? 500 : 0));
        Generator<Order> source =
                Generator.of(Order.class, index -> new Order(index + 1, 0)).count(orders);
        for (String city : CITIES) {
            orderLine(flow, city, rate == 0 ? source : source.perSecond(rate));
        }
    }

    private static void orderLine(Dataflow flow, String city, Generator<Order> source) {
        Stream<Order> incoming = flow.read(city + ".orders", source);
        Stream<Finished> finished = flow.iterate(city + ".line", Loop.asynchronous(), loop -> {
            Stream<Order> orders = loop.variable("orders", incoming);
            ProcessedStream<Order> inspected = orders.keyBy(Integer.class, order -> order.machine(MACHINES))
                    .process(city + ".production", Order.class, Production::new)
                    .keyBy(Long.class, Order::number)
                    .process(city + ".inspection", Order.class, Inspection::new);
            loop.feedback(orders, inspected);
            return inspected.output(Inspection.FINISHED);
        });
        finished.map(city + ".entries", String.class, order -> city + "\t" + order.number() + "\t" + order.passes())
                .write(
                        city + ".ledger",
                        TextFiles.to(flow.parameter("output")).overwrite(flow.parameter("overwrite", false)));
    }

    private static long atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException("parameter " + name + " is " + least + " or more, not " + value);
        }
        return value;
    }
}
