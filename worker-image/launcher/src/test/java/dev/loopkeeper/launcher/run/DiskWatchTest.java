package dev.loopkeeper.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {

    private static final Path WORK = Path.of("/work");
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void tellsOnceThatItIsFullAndOnceThatItHasRoomAgain() {
        List<String> lines = new ArrayList<>();
        long[] left = {500 * MEBIBYTE};
        DiskWatch watch = new DiskWatch(WORK, directory -> left[0], lines::add);
        for (long mebibytes : new long[] {500, 9, 7, 0, 10, 63}) {
            left[0] = mebibytes * MEBIBYTE;
            watch.look();
        }
        assertThat(lines)
                .containsExactly(
                        "the disk of /work is full (7.00 MiB left): snapshots wait; make room, and the run goes on by itself");
        left[0] = 65 * MEBIBYTE;
        watch.look();
        watch.look();
        assertThat(lines).hasSize(2).last().isEqualTo("the disk of /work has room again");
    }

    @Test
    void saysNothingWhereTheSystemDoesNot() {
        List<String> lines = new ArrayList<>();
        DiskWatch watch = new DiskWatch(
                WORK,
                directory -> {
                    throw new IOException("no such file store");
                },
                lines::add);
        watch.look();
        assertThat(lines).isEmpty();
    }
}
