package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlReaderTest {

    private final Problems problems = new Problems();

    @Test
    void knowsTheLines() {
        YamlNode node = YamlReader.read("a: 1\nb:\n- x\n- {c: y}\n", problems).orElseThrow();
        List<YamlNode.Field> fields = ((YamlNode.Mapping) node).fields();
        assertThat(fields).extracting(YamlNode.Field::line).containsExactly(1, 2);
        assertThat(((YamlNode.Sequence) fields.get(1).value()).items())
                .extracting(YamlNode::line)
                .containsExactly(3, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "1, WHOLE_NUMBER",
        "-7, WHOLE_NUMBER",
        "0x1f, WHOLE_NUMBER",
        "1.5, DECIMAL_NUMBER",
        "1e3, DECIMAL_NUMBER",
        "true, TRUTH",
        "False, TRUTH",
        "yes, TRUTH",
        "off, TRUTH",
        "null, NOTHING",
        "~, NOTHING",
        "word, TEXT",
        "1s, TEXT"
    })
    void knowsTheKindOfPlainWords(String word, YamlNode.Scalar.Kind kind) {
        assertThat(YamlReader.read(word, problems)).contains(new YamlNode.Scalar(word, kind, 1));
        assertThat(YamlReader.read('"' + word + '"', problems))
                .contains(new YamlNode.Scalar(word, YamlNode.Scalar.Kind.TEXT, 1));
    }

    @Test
    void unfoldsAliases() {
        YamlNode node = YamlReader.read("- &a {x: 1}\n- *a\n", problems).orElseThrow();
        List<YamlNode> items = ((YamlNode.Sequence) node).items();
        assertThat(items.get(1)).isEqualTo(items.get(0));
    }

    @Test
    void refusesAliasesThatUnfoldWithoutBound() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append(("*a%d, ".formatted(i - 1)).repeat(10)).append("]\n");
        }
        assertRefused(bomb.toString(), "has more than 50000 values");
    }

    @Test
    void refusesAnAliasOfItself() {
        assertRefused("&a [*a]", "refers to the anchor *a, which is not defined before");
    }

    @Test
    void refusesDepthWithoutBound() {
        assertRefused("[".repeat(100_000), "is nested more than 40 levels deep");
        assertRefused("a:\n" + deepBlock(), "is nested more than 40 levels deep");
    }

    @Test
    void refusesSizeWithoutBound() {
        assertRefused("a: " + "x".repeat(1 << 20), "is larger than a job file may be, 1 MiB");
    }

    @Test
    void refusesFieldsWithoutAName() {
        assertRefused("? [a]\n: b\n", "has a field whose name is not a simple word");
    }

    private static String deepBlock() {
        StringBuilder block = new StringBuilder();
        for (int i = 1; i < 60; i++) {
            block.append(" ".repeat(i)).append("a:\n");
        }
        return block.toString();
    }

    private void assertRefused(String yaml, String message) {
        assertThat(YamlReader.read(yaml, problems)).isEqualTo(Optional.empty());
        assertThat(problems.inOrder()).last().extracting(Problem::message).isEqualTo(message);
    }
}
