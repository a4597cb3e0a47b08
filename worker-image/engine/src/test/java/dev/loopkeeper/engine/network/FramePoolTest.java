package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FramePoolTest {

    @Test
    void sizesFitAndWasteAtMostAQuarter() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int count = 0; count < 100_000; count++) {
            int length = 1 + random.nextInt(1 << (1 + random.nextInt(30)));
            int size = FramePool.size(FramePool.sizeClass(length));
            assertThat(size).as("seed " + seed).isGreaterThanOrEqualTo(length);
            if (length > 256) {
                assertThat(size).as("seed " + seed).isLessThanOrEqualTo(length + length / 4);
            }
            assertThat(FramePool.size(FramePool.sizeClass(size))).isEqualTo(size);
        }
        assertThat(FramePool.size(FramePool.sizeClass(0))).isEqualTo(256);
        assertThat(FramePool.size(FramePool.sizeClass(1 << 30))).isEqualTo(1 << 30);
    }

    @Test
    void usesAgainWhatComesBack() {
        FramePool pool = new FramePool(10_000);
        FrameBuffer frame = pool.take(1000);
        byte[] bytes = frame.bytes;
        frame.release();
        FrameBuffer again = pool.take(1020);
        assertThat(again.bytes).isSameAs(bytes);
        assertThat(again.length).isEqualTo(1020);
        assertThat(pool.take(1020).bytes).as("the first is in use").isNotSameAs(bytes);
    }

    @Test
    void keepsNoMoreThanItsLimit() {
        FramePool pool = new FramePool(10_000);
        FrameBuffer[] frames = new FrameBuffer[20];
        for (int index = 0; index < frames.length; index++) {
            frames[index] = pool.take(1024);
        }
        for (FrameBuffer frame : frames) {
            frame.release();
        }
        assertThat(pool.retained()).isEqualTo(9 * 1024);
        pool.take(50_000).release();
        assertThat(pool.retained()).isEqualTo(9 * 1024);
    }
}
