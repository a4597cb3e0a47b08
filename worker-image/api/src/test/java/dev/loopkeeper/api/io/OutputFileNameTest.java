package dev.loopkeeper.api.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputFileNameTest {

    private static final Fence FENCE = new Fence(12, 3);

    @Test
    void canBeReadBack() {
        for (String operator :
                new String[] {"ledger", "leipzig.ledger", "a-b-12345678-1-2-3-4", "Löwe & Söhne", "x".repeat(200)}) {
            OutputFileName name = OutputFileName.of("uid-1", operator, 7, FENCE, 99);
            assertThat(name.text())
                    .matches("part-[A-Za-z0-9._-]+")
                    .hasSizeLessThan(200)
                    .endsWith("-7-12-3-99");
            assertThat(OutputFileName.parse(name.text())).contains(name);
            assertThat(name.owner()).isEqualTo(OutputFileName.owner("uid-1", operator));
            assertThat(name.text()).startsWith(OutputFileName.prefix(name.owner()));
        }
    }

    @Test
    void tellsJobsAndOperatorsApart() {
        OutputFileName name = OutputFileName.of("uid-1", "a b", 0, FENCE, 0);
        assertThat(name.ofJobOf(OutputFileName.owner("uid-1", "other"))).isTrue();
        assertThat(name.ofJobOf(OutputFileName.owner("uid-2", "a b"))).isFalse();
        assertThat(name.owner()).isNotEqualTo(OutputFileName.owner("uid-1", "a_b"));
    }

    @Test
    void doesNotTakeOtherNames() {
        assertThat(OutputFileName.parse("part-0")).isEmpty();
        assertThat(OutputFileName.parse("part-00000-abc.snappy.parquet")).isEmpty();
        assertThat(OutputFileName.parse("part-a-0badcafe-0-0-1")).isEmpty();
    }
}
