package dev.loopkeeper.crds.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.Rules;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The schema takes no text that the model's types refuse: a resource that cannot be read would stand in the way of all others (R17). What the rules make
 * of a text is read here in another way than the types do: with Fabric8's quantities, and in plain decimal numbers.
 */
final class BoundsTest {

    private static final BigDecimal TEN_YEARS = new BigDecimal("315360000000000000");
    private static final BigDecimal PEBIBYTE = BigDecimal.valueOf(1024).pow(5);
    private static final BigDecimal MILLION = new BigDecimal("1000000");
    private static final Map<String, String> NANOSECONDS =
            Map.of("ns", "1", "us", "1e3", "µs", "1e3", "ms", "1e6", "s", "1e9", "m", "60e9", "h", "3600e9");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** All fields of a form, by their paths. */
    private static Map<String, JsonNode> fields(String pattern) {
        JsonNode definition = new KubernetesSerialization().unmarshal(DefinitionGenerator.yaml(), JsonNode.class);
        Map<String, JsonNode> found = new TreeMap<>();
        collect(definition.at("/spec/versions/0/schema/openAPIV3Schema"), "", pattern, found);
        return found;
    }

    private static void collect(JsonNode schema, String path, String pattern, Map<String, JsonNode> found) {
        if (pattern.equals(schema.path("pattern").asText())) {
            found.put(path, schema);
        }
        schema.path("properties")
                .properties()
                .forEach(property -> collect(property.getValue(), path + "." + property.getKey(), pattern, found));
    }

    private static void assertBounded(JsonNode field, String path, String rule, int length) {
        assertThat(field.path("maxLength").asInt()).as(path).isEqualTo(length);
        List<String> rules = new ArrayList<>();
        field.path("x-kubernetes-validations")
                .forEach(one -> rules.add(one.path("rule").asText()));
        assertThat(rules).as(path).contains(rule);
    }

    @Test
    void everyDurationAndQuantityIsBounded() {
        Map<String, JsonNode> durations = fields(GoDuration.PATTERN);
        assertThat(durations).hasSize(10);
        durations.forEach((path, field) -> assertBounded(field, path, Rules.DURATION_BOUNDED, 40));
        Map<String, JsonNode> quantities = fields(MemorySize.PATTERN);
        assertThat(quantities).hasSize(4);
        quantities.forEach((path, field) ->
                assertBounded(field, path, path.endsWith("cpu") ? Rules.CPU_BOUNDED : Rules.MEMORY_BOUNDED, 40));
    }

    @Test
    void theTypesReadAllThatIsWithinTheBounds() {
        int durations = 0;
        int sizes = 0;
        int amounts = 0;
        for (int i = 0; i < 20_000; i++) {
            String duration = duration();
            if (duration.length() <= 40 && nanoseconds(duration).compareTo(TEN_YEARS) <= 0) {
                durations++;
                assertThatCode(() -> GoDuration.parse(duration))
                        .as("%s, seed %d", duration, seed)
                        .doesNotThrowAnyException();
            }
            String quantity = quantity();
            BigDecimal value =
                    quantity.length() <= 40 ? new Quantity(quantity).getNumericalAmount() : PEBIBYTE.add(MILLION);
            if (value.compareTo(PEBIBYTE) <= 0) {
                sizes++;
                assertThatCode(() -> MemorySize.parse(quantity))
                        .as("%s, seed %d", quantity, seed)
                        .doesNotThrowAnyException();
            }
            if (value.compareTo(MILLION) <= 0) {
                amounts++;
                assertThatCode(() -> CpuAmount.parse(quantity))
                        .as("%s, seed %d", quantity, seed)
                        .doesNotThrowAnyException();
            }
        }
        assertThat(List.of(durations, sizes, amounts)).as("seed %d", seed).allMatch(count -> count > 1_000);
    }

    /** Of the pattern's form, with any number of parts, on both sides of the bound. */
    private String duration() {
        StringBuilder text = new StringBuilder();
        List<String> units = List.copyOf(new TreeMap<>(NANOSECONDS).keySet());
        do {
            text.append(digits(15));
            if (random.nextBoolean()) {
                text.append('.').append(digits(12));
            }
            text.append(units.get(random.nextInt(units.size())));
        } while (random.nextInt(3) == 0);
        return text.toString();
    }

    private static BigDecimal nanoseconds(String duration) {
        BigDecimal sum = BigDecimal.ZERO;
        String rest = duration;
        while (!rest.isEmpty()) {
            String number = rest.replaceFirst("[^0-9.].*", "");
            String unit = rest.substring(number.length()).replaceFirst("[0-9].*", "");
            sum = sum.add(new BigDecimal(number).multiply(new BigDecimal(NANOSECONDS.get(unit))));
            rest = rest.substring(number.length() + unit.length());
        }
        return sum;
    }

    private String quantity() {
        String[] suffixes = {"", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
        String suffix = random.nextInt(4) == 0
                ? (random.nextBoolean() ? "e" : "E") + List.of("", "+", "-").get(random.nextInt(3)) + digits(3)
                : suffixes[random.nextInt(suffixes.length)];
        return switch (random.nextInt(4)) {
            case 0 -> digits(20) + suffix;
            case 1 -> digits(12) + "." + suffix;
            case 2 -> "." + digits(12) + suffix;
            default -> digits(12) + "." + digits(9) + suffix;
        };
    }

    private String digits(int most) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            text.append(random.nextInt(10));
        }
        return text.toString();
    }
}
