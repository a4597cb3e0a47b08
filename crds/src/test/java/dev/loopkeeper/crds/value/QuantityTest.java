package dev.loopkeeper.crds.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "128974848, 128974848",
        "129e6, 129000000",
        "129M, 129000000",
        "128974848000m, 128974848",
        "123Mi, 128974848",
        "1.5Gi, 1610612736",
        ".5Ki, 512",
        "1., 1",
        "1m, 1",
        "7Ei, 8070450532247928832",
        "1E, 1000000000000000000",
        "1E3, 1000",
        "5e-1, 1"
    })
    void readsMemory(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(new MemorySize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2GB", "2gb", "2 Gi", "-1", "+1", "Mi", "1KiB", "1K", "8Ei", "1e999", "one", "1Gi\n"})
    void refusesOtherMemory(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySize.parse(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "200m, 200", "0.5, 500", "1.0005, 1001", "1n, 1", "2k, 2000000", "0, 0"})
    void readsCpu(String text, long milliCores) {
        assertThat(CpuAmount.parse(text)).isEqualTo(new CpuAmount(milliCores));
    }

    @ParameterizedTest
    @CsvSource({"1024, 1Ki", "1073741824, 1Gi", "1500, 1500", "0, 0", "1025, 1025", "3145728, 3Mi"})
    void writesMemory(long bytes, String text) {
        assertThat(new MemorySize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "200, 200m", "1500, 1500m", "0, 0"})
    void writesCpu(long milliCores, String text) {
        assertThat(new CpuAmount(milliCores)).hasToString(text);
    }

    /** Fabric8's own quantities are the independent reading. */
    @Test
    void agreesWithFabric8() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] suffixes = {"", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E2"};
        for (int i = 0; i < 2_000; i++) {
            String text = random.nextInt(10_000)
                    + (random.nextBoolean() ? "." + random.nextInt(1000) : "")
                    + suffixes[random.nextInt(suffixes.length)];
            BigDecimal bytes = new Quantity(text).getNumericalAmount().setScale(0, RoundingMode.CEILING);
            assertThat(MemorySize.parse(text).bytes())
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(bytes.longValueExact());
            assertThat(MemorySize.parse(MemorySize.parse(text).toString())).isEqualTo(MemorySize.parse(text));
        }
    }
}
