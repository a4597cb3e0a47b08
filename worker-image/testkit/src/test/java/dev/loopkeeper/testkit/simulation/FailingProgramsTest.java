package dev.loopkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.files.TextFiles;
import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.source.Generator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What people read when code of a program fails: the operator that it is of, what was thrown and where, in one line. */
final class FailingProgramsTest {

    private static final String HERE = " (FailingProgramsTest.java:";
    private static final OutputTag<String> ASIDE = OutputTag.of("aside", String.class);

    @Test
    void ofFusedOperatorsTheOneThatThrewIsNamed() {
        Function<String, String> throwing = number -> {
            throw new IllegalStateException("no such number: " + number);
        };
        assertThat(failure(numbers -> numbers.filter("all", number -> true)
                        .map("wrong", String.class, throwing)
                        .map("last", String.class, number -> number)))
                .contains("operator wrong: no such number: n")
                .contains(HERE);
    }

    @Test
    void aNullRecordIsRefusedWhereItIsEmitted() {
        String refused = ": it emits null, which is no record; emit nothing instead";
        assertThat(failure(numbers -> numbers.map("mapped", String.class, number -> (String) null)))
                .contains("operator mapped" + refused);
        assertThat(failure(numbers -> numbers.flatMap("flat", String.class, (number, out) -> out.emit(null))))
                .contains("operator flat" + refused);
        assertThat(failure(numbers -> keyed(numbers, () -> (number, out) -> out.emit(null))))
                .contains("operator keyed" + refused);
        assertThat(failure(numbers -> keyed(numbers, () -> (number, out) -> out.emit(ASIDE, null))))
                .contains("operator keyed" + refused);
    }

    @Test
    void aNullKeyIsRefused() {
        assertThat(failure(numbers -> numbers.map("named", String.class, number -> number)
                        .keyBy(String.class, number -> (String) null)
                        .process("keyed", String.class, () -> new Keyed((number, out) -> out.emit(number)))))
                .contains("operator named: keyBy gives a record that it emits the key null; give every record a key");
    }

    @Test
    void theOperatorThatCannotBeOpenedIsNamed() {
        assertThat(failure(numbers -> numbers.keyBy(String.class, number -> number)
                        .process("unopened", String.class, () -> new Keyed((number, out) -> out.emit(number)) {
                            @Override
                            public void open(OperatorContext context) {
                                context.value("thread", Thread.class);
                            }
                        })))
                .contains("operator unopened: values of type Thread cannot be encoded: ");
    }

    @Test
    void whatFailsAtTheEndIsNamed() {
        assertThat(failure(numbers -> numbers.keyBy(String.class, number -> number)
                        .process("ending", String.class, () -> new Keyed((number, out) -> out.emit(number)) {
                            @Override
                            public void onEnd(Output<String> output) {
                                throw new UnsupportedOperationException("no end");
                            }
                        })))
                .contains("operator ending: UnsupportedOperationException: no end" + HERE);
    }

    @Test
    void theSinkThatCannotWriteIsNamed() {
        Program program =
                flow -> numbers(flow).write("ledger", TextFiles.to("/out").format((String number) -> (String) null));
        assertThat(failureOf(program))
                .contains("operator ledger: the format of sink ledger returned null: return a line");
    }

    private static Stream<String> keyed(Stream<String> numbers, Supplier<Body> body) {
        return numbers.keyBy(String.class, number -> number)
                .process("keyed", String.class, () -> new Keyed(body.get()));
    }

    private static Stream<String> numbers(Dataflow flow) {
        return flow.read(
                "numbers", Generator.of(String.class, index -> "n" + index).count(5));
    }

    private static String failure(Function<Stream<String>, Stream<String>> operators) {
        return failureOf((Program) flow -> operators.apply(numbers(flow)).write("lines", TextFiles.to("/out")));
    }

    private static String failureOf(Program program) {
        SimulationResult result = Simulation.of(program).parallelism(2).run();
        assertThat(result.succeeded()).isFalse();
        assertThat(result.lines("/out")).isEmpty();
        String message = result.verdict().message();
        assertThat(message).doesNotContain("\n");
        return message;
    }

    private interface Body {

        void process(String number, Output<String> output);
    }

    private static class Keyed implements KeyedFunction<String, String, String> {

        private final Body body;

        Keyed(Body body) {
            this.body = body;
        }

        @Override
        public void process(String key, String number, Output<String> output) {
            body.process(number, output);
        }
    }
}
