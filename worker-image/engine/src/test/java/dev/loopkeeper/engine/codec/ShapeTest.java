package dev.loopkeeper.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShapeTest {

    record Tree(String name, List<Tree> children) {}

    record WithThread(String name, Thread thread) {}

    record WithNames(String[] names) {}

    record WithMatrix(double[][] matrix) {}

    record Open<T>(T value) {}

    @SuppressWarnings("rawtypes")
    record Raw(List list) {}

    record Growing<T>(Growing<List<T>> next) {}

    record Grown(Growing<String> first) {}

    record Concrete(ArrayList<String> list) {}

    record Deep(Map<String, List<WithThread>> deep) {}

    interface Anything {}

    record WithInterface(Anything anything) {}

    @Test
    void structuresAreSpelledOutOnce() {
        assertThat(Codecs.describe(String.class)).isEqualTo("String");
        assertThat(Codecs.describe(Long.class)).isEqualTo("Long");
        assertThat(Codecs.describe(double[].class)).isEqualTo("double[]");
        assertThat(Codecs.describe(CodecSamples.Color.class)).isEqualTo("enum CodecSamples.Color(RED, GREEN, BLUE)");
        assertThat(Codecs.describe(CodecSamples.Nested.class))
                .isEqualTo("record CodecSamples.Nested(record CodecSamples.Hop(long key, int left) hop,"
                        + " record CodecSamples.Label(String vertex, String label) label,"
                        + " enum CodecSamples.Color(RED, GREEN, BLUE) color, CodecSamples.Hop other)");
        assertThat(Codecs.describe(CodecSamples.Generic.class))
                .isEqualTo("record CodecSamples.Generic("
                        + "record CodecSamples.Pair<String, Long>(String first, Long second) one, "
                        + "record CodecSamples.Pair<CodecSamples.Pair<CodecSamples.Color, Integer>, List<String>>("
                        + "record CodecSamples.Pair<CodecSamples.Color, Integer>("
                        + "enum CodecSamples.Color(RED, GREEN, BLUE) first, Integer second) first, "
                        + "List<String> second) two)");
        assertThat(Codecs.describe(CodecSamples.Message.class))
                .isEqualTo("sealed CodecSamples.Message(record CodecSamples.Count(long count)"
                        + " | enum CodecSamples.Fruit(APPLE, PEAR)"
                        + " | record CodecSamples.Note(List<record CodecSamples.Text(String text)> texts)"
                        + " | record CodecSamples.Stone(int grams) | CodecSamples.Text)");
    }

    @Test
    void whatCannotBeEncodedIsNamedWithItsPlace() {
        refused(WithThread.class)
                .hasMessage("values of type ShapeTest.WithThread cannot be encoded: its part thread is of class Thread;"
                        + " use a record, a sealed interface of records, an enum, String, a boxed primitive or an array of"
                        + " primitives");
        refused(Deep.class).hasMessageContaining("its part deep.value.element.thread is of class Thread");
        refused(Tree.class).hasMessageContaining("its part children.element is ShapeTest.Tree again");
        refused(WithNames.class).hasMessageContaining("use List<String>");
        refused(WithMatrix.class).hasMessageContaining("use List<double[]>");
        refused(Open.class).hasMessageContaining("its part value has the open type parameter T");
        refused(Raw.class).hasMessageContaining("its part list is a List of unknown elements");
        refused(Concrete.class).hasMessageContaining("its part list is of class ArrayList; declare it as List");
        refused(WithInterface.class).hasMessageContaining("is the interface ShapeTest.Anything, which is not sealed");
        refused(Grown.class).hasMessageContaining("a type that contains itself cannot be encoded");
        refused(List.class).hasMessageContaining("make it a component of a record");
        refused(int.class).hasMessageContaining("use the boxed one");
        refused(Object.class).hasMessageContaining("it is of class Object");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Class<?> type) {
        assertThatThrownBy(() -> Codecs.of(type)).isInstanceOf(ProgramException.class);
        return assertThatThrownBy(() -> Codecs.describe(type)).isInstanceOf(ProgramException.class);
    }
}
