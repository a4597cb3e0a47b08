package dev.loopkeeper.engine.plan;

import static dev.loopkeeper.engine.plan.Parts.drain;
import static dev.loopkeeper.engine.plan.Parts.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.ProcessFunction;
import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.LoopScope;
import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramErrorsTest {

    @Test
    void aMissingParameterIsNamedWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> Planner.plan(
                        flow -> source(flow, flow.parameter("input"), Long.class), Map.of("imput", "x"), 1))
                .isInstanceOf(ProgramException.class)
                .hasMessage("parameter input is missing; give it in the job's parameters or with --param input=VALUE"
                        + " (given is imput: was input meant?)");
    }

    @Test
    void aParameterThatIsNoNumber() {
        assertThatThrownBy(() -> Planner.plan(flow -> flow.parameter("rounds", 10), Map.of("rounds", "ten"), 1))
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("parameter rounds is not a whole number: \"ten\"");
    }

    @Test
    void aParameterThatIsNeitherTrueNorFalse() {
        assertThatThrownBy(
                        () -> Planner.plan(flow -> flow.parameter("overwrite", false), Map.of("overwrite", "yes"), 1))
                .isInstanceOf(ProgramException.class)
                .hasMessage("parameter overwrite is neither true nor false: \"yes\"");
    }

    @Test
    void unreadParametersAndOutputsAreWarnings() {
        PlannedProgram planned = Planner.examine(
                flow -> {
                    flow.parameter("rounds", 3);
                    source(flow, "a", Long.class).map("idle", Long.class, n -> n);
                },
                Map.of("round", "5", "zebra", "x"),
                1);
        assertThat(planned.warnings())
                .satisfiesExactly(
                        warning -> assertThat(warning)
                                .contains("parameter round is never read")
                                .contains("was rounds meant?"),
                        warning -> assertThat(warning)
                                .contains("parameter zebra is never read")
                                .contains("it asks for rounds"),
                        warning -> assertThat(warning)
                                .contains("nothing reads what operator idle (ProgramErrorsTest.java:"));
    }

    @Test
    void operatorsOfOneNameAreNamedWithBothPlaces() {
        refused(flow -> {
                    source(flow, "a", Long.class);
                    source(flow, "a", Long.class);
                })
                .hasMessageMatching("two operators are named a \\(Parts.java:\\d+ and Parts.java:\\d+\\); .*");
    }

    @Test
    void aVariableThatIsNotFedBack() {
        loopRefused((flow, loop) -> loop.variable("n", source(flow, "a", Long.class)))
                .hasMessageMatching("variable n of loop l \\(ProgramErrorsTest.java:\\d+\\) is never fed back; .*");
    }

    @Test
    void aVariableThatIsFedBackTwice() {
        loopRefused((flow, loop) -> {
                    Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
                    loop.feedback(n, n);
                    loop.feedback(n, n);
                })
                .hasMessageContaining("variable n of loop l is fed back twice");
    }

    @Test
    void aLoopWithoutVariables() {
        loopRefused((flow, loop) -> source(flow, "a", Long.class)).hasMessageContaining("has no variable");
    }

    @Test
    void aLoopInsideALoopIsRefusedByName() {
        loopRefused((flow, loop) -> flow.iterate("inner", Loop.asynchronous(), inner -> "x"))
                .hasMessageContaining("loop inner is inside loop l");
    }

    @Test
    void loopsOfOneName() {
        refused(flow -> {
                    Stream<Long> a = source(flow, "a", Long.class);
                    for (String variable : List.of("n", "m")) {
                        flow.iterate("l", Loop.asynchronous(), loop -> {
                            Stream<Long> n = loop.variable(variable, a);
                            loop.feedback(n, n);
                            return n;
                        });
                    }
                })
                .hasMessageContaining("two loops are named l");
    }

    @Test
    void feedbackOfAStreamFromOutside() {
        loopRefused((flow, loop) -> {
                    Stream<Long> a = source(flow, "a", Long.class);
                    loop.feedback(loop.variable("n", a), a);
                })
                .hasMessageContaining("variable n of loop l")
                .hasMessageContaining("is fed back a stream from outside");
    }

    @Test
    void aVariableThatBeginsInsideTheLoop() {
        loopRefused((flow, loop) -> {
                    Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
                    Stream<Long> m = loop.variable("m", n.map("x", Long.class, x -> x));
                    loop.feedback(n, m);
                    loop.feedback(m, n);
                })
                .hasMessageContaining("variable m of loop l")
                .hasMessageContaining("begins with records from inside");
    }

    @Test
    void feedbackToSomethingThatIsNoVariable() {
        loopRefused((flow, loop) -> {
                    Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
                    loop.feedback(n.filter("f", x -> true), n);
                })
                .hasMessageContaining("not one of the loop's variables");
    }

    @Test
    void aVariableOfAnotherLoopIsNoVariableOfThisOne() {
        refused(flow -> {
                    Stream<Long> a = source(flow, "a", Long.class);
                    Stream<Long> other = flow.iterate("first", Loop.asynchronous(), loop -> {
                        Stream<Long> n = loop.variable("n", a);
                        loop.feedback(n, n);
                        return n;
                    });
                    flow.iterate("second", Loop.asynchronous(), loop -> {
                        Stream<Long> n = loop.variable("n", a);
                        loop.feedback(other, n);
                        return n;
                    });
                })
                .hasMessageContaining("feedback of loop second")
                .hasMessageContaining("not one of the loop's variables");
    }

    @Test
    void theInsideOfALoopAfterItsEnd() {
        List<LoopScope> leaked = new ArrayList<>();
        refused(flow -> {
                    Stream<Long> a = source(flow, "a", Long.class);
                    flow.iterate("l", Loop.asynchronous(), loop -> {
                        Stream<Long> n = loop.variable("n", a);
                        loop.feedback(n, n);
                        leaked.add(loop);
                        return n;
                    });
                    leaked.getFirst().variable("late", a);
                })
                .hasMessageContaining("the inside of loop l is used after its body has ended");
    }

    @Test
    void aRemainderOfAnAsynchronousLoop() {
        loopRefused((flow, loop) -> {
                    Stream<Long> n = loop.variable("n", source(flow, "a", Long.class));
                    loop.remainder(n);
                })
                .hasMessageContaining("an asynchronous loop leaves none");
    }

    @Test
    void aRemainderThatIsReadInsideTheLoop() {
        refused(flow -> {
                    Stream<Long> a = source(flow, "a", Long.class);
                    flow.iterate("l", Rounds.limit(2), loop -> {
                        Stream<Long> n = loop.variable("n", a);
                        loop.feedback(n, n.union(loop.remainder(n)).map("m", Long.class, x -> x));
                        return n;
                    });
                })
                .hasMessageContaining("the remainder of variable n of loop l is read inside the loop by m");
    }

    @Test
    void aStreamOfAnotherDataflow() {
        List<Stream<Long>> leaked = new ArrayList<>();
        Planner.plan(flow -> leaked.add(source(flow, "a", Long.class)), Map.of(), 1);
        refused(flow -> source(flow, "b", Long.class).union(leaked.getFirst()))
                .hasMessageContaining("a stream of another dataflow is given to union");
        assertThatThrownBy(() -> leaked.getFirst().write("late", drain()))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("after the definition of its dataflow has ended");
    }

    @Test
    void unionsOfDifferentTypes() {
        refused(flow -> {
                    Stream<Object> a = Untyped.cast(source(flow, "a", Long.class));
                    a.union(Untyped.cast(source(flow, "b", String.class)));
                })
                .hasMessageContaining("a union of streams of different types, Long and String");
    }

    @Test
    void oneTagOfTwoTypes() {
        refused(flow -> {
                    var stream = source(flow, "a", Long.class).process("p", Long.class, Pass::new);
                    stream.output(OutputTag.of("t", String.class));
                    stream.output(OutputTag.of("t", Integer.class));
                })
                .hasMessageContaining("output t of operator p is read as Integer and as String");
    }

    @Test
    void recordsThatCannotBeEncoded() {
        refused(flow -> source(flow, "a", Thread.class))
                .hasMessageContaining("operator a (Parts.java:")
                .hasMessageContaining("values of type Thread cannot be encoded");
    }

    @Test
    void keysThatCannotBeHashed() {
        refused(flow -> source(flow, "a", Double.class).keyBy(Double.class, x -> x))
                .hasMessageMatching("keyBy \\(ProgramErrorsTest.java:\\d+\\): type Double cannot be a key: .*");
    }

    @Test
    void namesThatCannotBeUsed() {
        refused(flow -> source(flow, " ", Long.class)).hasMessageContaining("has no name");
        refused(flow -> source(flow, "a\nb", Long.class)).hasMessageContaining("cannot be used");
        refused(flow -> source(flow, "x".repeat(101), Long.class)).hasMessageContaining("cannot be used");
    }

    @Test
    void nullsOfTheProgram() {
        refused(flow -> flow.read("a", null)).hasMessageContaining("the source of a is null");
        refused(flow -> source(flow, "a", Long.class).map("m", Long.class, null))
                .hasMessageContaining("the function of m is null");
        refused(flow -> source(flow, "a", Long.class).map("m", null, x -> x))
                .hasMessageContaining("the record type of operator m is null");
    }

    @Test
    void programsThatDefineNothing() {
        refused(flow -> {}).hasMessageContaining("defines no operator");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 129})
    void impossibleParallelisms(int parallelism) {
        assertThatThrownBy(() -> Planner.plan(flow -> source(flow, "a", Long.class), Map.of(), parallelism))
                .isInstanceOf(ProgramException.class)
                .hasMessage("parallelism " + parallelism
                        + " is not possible; give a number from 1 to 128, the number of key groups");
    }

    @Test
    void codeThatThrowsIsNamedWithItsPlaceAndKeepsItsCause() {
        Program program = flow -> {
            throw new IllegalStateException("no\n  luck");
        };
        assertThatThrownBy(() -> Planner.plan(program, Map.of(), 1))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining(
                        "failed when defining its dataflow: IllegalStateException: no luck (ProgramErrorsTest.java:")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    public static final class WithoutConstructor implements Program {

        public WithoutConstructor(int unused) {}

        @Override
        public void define(Dataflow flow) {}
    }

    public static final class FailingConstructor implements Program {

        public FailingConstructor() {
            throw new IllegalArgumentException("broken");
        }

        @Override
        public void define(Dataflow flow) {}
    }

    public final class Inner implements Program {

        @Override
        public void define(Dataflow flow) {}
    }

    @Test
    void classesThatAreNoPrograms() {
        byName("no.such.Program").hasMessageContaining("class no.such.Program is not on the class path");
        byName("java.lang.String").hasMessageContaining("class java.lang.String is no program");
        byName(WithoutConstructor.class.getName()).hasMessageContaining("no public constructor without parameters");
        byName(Inner.class.getName()).hasMessageContaining("make it static");
        byName(FailingConstructor.class.getName())
                .hasMessageContaining("failed when being made: IllegalArgumentException: broken")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        byName(PlannerTest.Components.class.getName()).hasMessageContaining("let it be public");
    }

    private static AbstractThrowableAssert<?, ?> byName(String className) {
        return assertThatThrownBy(() -> Planner.plan(className, ProgramErrorsTest.class.getClassLoader(), Map.of(), 1))
                .isInstanceOf(ProgramException.class);
    }

    private static AbstractThrowableAssert<?, ?> refused(Program program) {
        return assertThatThrownBy(() -> Planner.plan(program, Map.of(), 2)).isInstanceOf(ProgramException.class);
    }

    private static AbstractThrowableAssert<?, ?> loopRefused(BiConsumer<Dataflow, LoopScope> body) {
        return refused(flow -> flow.iterate("l", Loop.asynchronous(), loop -> {
            body.accept(flow, loop);
            return "nothing";
        }));
    }

    private static final class Pass implements ProcessFunction<Long, Long> {

        @Override
        public void process(Long record, Output<Long> output) {}
    }
}
