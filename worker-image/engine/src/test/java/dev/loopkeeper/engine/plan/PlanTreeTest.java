package dev.loopkeeper.engine.plan;

import static dev.loopkeeper.engine.plan.Parts.drain;
import static dev.loopkeeper.engine.plan.Parts.plan;
import static dev.loopkeeper.engine.plan.Parts.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.Rounds;
import org.junit.jupiter.api.Test;

final class PlanTreeTest {

    /** Every exchange is pipelined, so that nothing is run of what I9 and trap 14 are about. */
    @Test
    void aLoopWithAJoin() {
        assertThat(PlanTree.render(plan(2, new PlannerTest.Components()))).isEqualTo("""
                        dev.loopkeeper.engine.plan.PlannerTest$Components
                        parallelism 2: 1 region, 3 vertices, 6 tasks, 3 exchanges

                        region r0 "links": 6 tasks in 2 slots
                        |-- v0 links -> seeds
                        |   |-- e0 to v1: forward, pipelined, Label
                        |   `-- e2 to v2, input 2: by key String, pipelined, Link
                        |-- v1 propagate.labels.head
                        |   `-- e1 to v2, input 1: by key String, pipelined, Label
                        `-- v2 smallest -> propagate.labels.tail -> result
                            `-- back to v1: feedback of propagate.labels, Label

                        loop "propagate" in region r0: asynchronous
                        `-- labels: Label, head in v1, tail in v2
                        """);
    }

    @Test
    void regionsThatAreAlikeAreDrawnOnce() {
        assertThat(PlanTree.render(plan(4, flow -> source(flow, "a", Long.class).write("out", drain()))))
                .endsWith("""
                        parallelism 4: 4 regions, 1 vertex, 4 tasks, 0 exchanges

                        regions r0 to r3 "a [0]" and so on: 1 task in 1 slot each
                        `-- v0 a -> out
                        """);
    }

    @Test
    void roundsAreToldInWords() {
        Rounds kind = Rounds.untilQuiet().atMost(10).with(DoubleAggregate.sum("dangling"));
        Plan plan = plan(
                1,
                flow -> flow.iterate("ranks", kind, loop -> {
                    Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
                    loop.feedback(n, n);
                    loop.remainder(n).write("out", drain());
                    return n;
                }));
        assertThat(PlanTree.render(plan)).endsWith("""
                        loop "ranks" in region r0: rounds, at most 10, until quiet, aggregates dangling
                        `-- n: Long, head in v1, tail in v1, remainder read
                        """);
    }

    @Test
    void aPlanAsJson() throws Exception {
        Plan plan = plan(2, new PlannerTest.Components());
        JsonNode json = new JsonMapper().readTree(PlanJson.write(plan));

        assertThat(json.at("/program").textValue()).isEqualTo("dev.loopkeeper.engine.plan.PlannerTest$Components");
        assertThat(json.at("/parallelism").intValue()).isEqualTo(2);
        assertThat(json.at("/physicalHash").textValue()).isEqualTo(plan.physicalHash());
        assertThat(json.at("/regions/0").toString())
                .isEqualTo("{\"name\":\"r0\",\"title\":\"links\",\"slots\":[0,1],\"vertices\":[0,1,2]}");
        assertThat(json.at("/vertices/0/operators/1").toString())
                .isEqualTo("{\"id\":1,\"name\":\"seeds\",\"kind\":\"flat map\"}");
        assertThat(json.at("/edges/1").toString())
                .isEqualTo("{\"id\":1,\"from\":1,\"to\":2,\"input\":0,\"partitioning\":\"by key String\","
                        + "\"result\":\"pipelined\",\"type\":\"Label\",\"loop\":0}");
        assertThat(json.at("/loops/0").toString())
                .isEqualTo(
                        "{\"id\":0,\"name\":\"propagate\",\"kind\":\"asynchronous\",\"variables\":[{\"name\":\"labels\","
                                + "\"type\":\"Label\",\"head\":1,\"tail\":2,\"remainder\":false}]}");
    }
}
