package dev.loopkeeper.examples.components;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteOrderTest {

    @Test
    void comparesAsTheBytesDo() {
        List<String> texts = List.of(
                "",
                "a",
                "a+",
                "aa",
                "A",
                "é",
                "\u07FF",
                "\uD7FF",
                "\uE000",
                "\uFFFD",
                "\uFFFF",
                "\uD83D\uDE00",
                "\uD83D\uDE01",
                "\uDBFF\uDFFF",
                "a\uFFFD",
                "a\uD83D\uDE00");
        for (String one : texts) {
            for (String other : texts) {
                int expected = Integer.signum(Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));
                assertThat(Integer.signum(ByteOrder.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(expected);
            }
        }
    }
}
