package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The example of two factories, and what must stand in its ledger, computed from its definition by other means. */
final class Rework {

    /** Its regions. */
    static final String[] CITIES = {"berlin", "leipzig"};

    private static final int MOST_PASSES = 4;

    private Rework() {}

    /** Two workers for each city. The ledger is below {@code ledger/} and this name. */
    static String spec(int orders, int rate, String ledger) {
        return spec(orders, rate, ledger, 1, "coordinator: {memory: 384Mi, cpu: 20m}\n");
    }

    /**
     * As {@link #spec(int, int, String)}.
     *
     * @param slots of each worker: with two, each city has one worker
     * @param coordinator lines for it
     */
    static String spec(int orders, int rate, String ledger, int slots, String coordinator) {
        return """
                program:
                  className: dev.loopkeeper.examples.rework.Rework
                  parameters: {orders: "%d", rate: "%d", output: "s3://loopkeeper/ledger/%s"}
                parallelism: 2
                workers: {slots: %d, memory: 384Mi, cpu: 20m}
                snapshots: {interval: 1s}
                """.formatted(orders, rate, ledger, slots) + coordinator;
    }

    /** What stands in the ledger, each order once. */
    static Map<String, Integer> written(Environment environment, String ledger) throws Exception {
        try (Bucket bucket = environment.bucket()) {
            return passes(bucket.lines("ledger/" + ledger + "/"));
        }
    }

    /** What these lines of a ledger say, each order once. */
    static Map<String, Integer> passes(List<String> lines) {
        Map<String, Integer> passes = new TreeMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertThat(passes.put(fields[0] + " " + fields[1], Integer.parseInt(fields[2])))
                    .as("order %s of %s stands there once", fields[1], fields[0])
                    .isNull();
        }
        return passes;
    }

    /** How often each order passes its line. */
    static Map<String, Integer> ledger(int orders) {
        Map<String, Integer> passes = new TreeMap<>();
        for (String city : CITIES) {
            for (int order = 1; order <= orders; order++) {
                CRC32 checksum = new CRC32();
                checksum.update(Integer.toString(order).getBytes(StandardCharsets.US_ASCII));
                passes.put(city + " " + order, 1 + (int) (checksum.getValue() % MOST_PASSES));
            }
        }
        return passes;
    }
}
