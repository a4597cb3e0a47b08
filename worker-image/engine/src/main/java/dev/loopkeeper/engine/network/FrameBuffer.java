package dev.loopkeeper.engine.network;

/** A frame of a channel on its way between a slot's thread and an event loop. Belongs to one of them at any time, then to its pool. */
final class FrameBuffer implements Outbound {

    /** Length of the payload, type, channel's number on the connection, sequence number; little-endian. */
    static final int HEADER_BYTES = Integer.BYTES + Byte.BYTES + Integer.BYTES + Long.BYTES;

    /** At least {@link #length} long. */
    final byte[] bytes;

    private final FramePool home;

    int length;
    FrameType type = FrameType.END;
    int channel;
    long sequence;

    FrameBuffer(byte[] bytes, FramePool home) {
        this.bytes = bytes;
        this.home = home;
    }

    /** Gives it back; on any thread, once. */
    void release() {
        home.giveBack(this);
    }
}
