package dev.loopkeeper.e2e;

import java.nio.charset.StandardCharsets;
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
        return """
                program:
                  className: dev.loopkeeper.examples.rework.Rework
                  parameters: {orders: "%d", rate: "%d", output: "s3://loopkeeper/ledger/%s"}
                parallelism: 2
                workers: {slots: 1, memory: 384Mi, cpu: 20m}
                coordinator: {memory: 384Mi, cpu: 20m}
                snapshots: {interval: 1s}
                """.formatted(orders, rate, ledger);
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
