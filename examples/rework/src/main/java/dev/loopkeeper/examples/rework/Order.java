package dev.loopkeeper.examples.rework;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * An order on its way round.
 *
 * @param produced how many times it has been produced
 */
public record Order(long number, int produced) {

    /** Each time the next machine gets it. */
    int machine(int machines) {
        return (int) Math.floorMod(number + produced, (long) machines);
    }

    /**
     * How many times an order must be produced until it is good, from 1 to 4: one more than the remainder of a division by 4 of the CRC-32 of its
     * number's decimal digits. In Python: {@code 1 + zlib.crc32(str(number).encode()) % 4}.
     */
    static int passesNeeded(long number) {
        CRC32 checksum = new CRC32();
        checksum.update(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        return 1 + (int) (checksum.getValue() % 4);
    }
}
