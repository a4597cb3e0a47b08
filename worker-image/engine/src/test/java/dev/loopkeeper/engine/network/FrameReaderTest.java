package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class FrameReaderTest {

    @RepeatedTest(50)
    void findsFramesHoweverTheyAreCut() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int frame = 0; frame < 50; frame++) {
            int channel = random.nextInt(1000);
            long sequence = random.nextLong(1L << 40);
            switch (random.nextInt(4)) {
                case 0 -> {
                    stream.writeBytes(RawPeer.header(0, RawPeer.CREDIT, channel, sequence));
                    expected.add("credit " + channel + " " + sequence);
                }
                case 1 -> {
                    stream.writeBytes(RawPeer.header(0, 6, 0, 1));
                    expected.add("leave true");
                }
                default -> {
                    byte[] payload = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(600)];
                    random.nextBytes(payload);
                    stream.writeBytes(RawPeer.header(payload.length, RawPeer.BATCH, channel, sequence));
                    stream.writeBytes(payload);
                    expected.add("BATCH " + channel + " " + sequence + " " + Arrays.hashCode(payload));
                }
            }
        }
        byte[] bytes = stream.toByteArray();
        List<String> found = new ArrayList<>();
        FrameReader reader = new FrameReader(new FramePool(1 << 20), 1 << 20);
        FrameReader.Sink sink = new FrameReader.Sink() {
            @Override
            public void inChannel(FrameBuffer frame) {
                int hash = Arrays.hashCode(Arrays.copyOf(frame.bytes, frame.length));
                found.add(frame.type + " " + frame.channel + " " + frame.sequence + " " + hash);
                frame.release();
            }

            @Override
            public void credit(int channel, long released) {
                found.add("credit " + channel + " " + released);
            }

            @Override
            public void leave(boolean ended) {
                found.add("leave " + ended);
            }
        };
        int largest = 1 + random.nextInt(1 << (1 + random.nextInt(10)));
        int position = 0;
        while (position < bytes.length) {
            int part = Math.min(bytes.length - position, 1 + random.nextInt(largest));
            ByteBuf in = Unpooled.wrappedBuffer(bytes, position, part);
            reader.read(in, sink);
            assertThat(in.isReadable()).isFalse();
            position += part;
        }
        assertThat(found).as("seed " + seed).isEqualTo(expected);
    }
}
