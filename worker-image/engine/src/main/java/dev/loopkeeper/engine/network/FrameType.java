package dev.loopkeeper.engine.network;

/** What a frame holds, and the byte that says so. Zero is none. */
enum FrameType {
    /** Records; has a sequence number of its channel. */
    BATCH(1, true),
    /** A barrier; numbered with the batches. */
    BARRIER(2, true),
    /** A round mark; numbered with the batches. */
    ROUND_MARK(3, true),
    /** The end of a channel; numbered with the batches. */
    END(4, true),
    /** From consumer to producer: how many batches of the channel have been released so far, in the place of the sequence number. */
    CREDIT(5, false),
    /** The last frame of an orderly close; 1 in the place of the sequence number if all channels have ended, else 0. */
    LEAVE(6, false);

    private static final FrameType[] ALL = values();

    private final int code;
    private final boolean inChannel;

    FrameType(int code, boolean inChannel) {
        this.code = code;
        this.inChannel = inChannel;
    }

    int code() {
        return code;
    }

    /** Whether it travels in a channel, in order and numbered. */
    boolean inChannel() {
        return inChannel;
    }

    static FrameType of(int code) {
        if (code < 1 || code > ALL.length) {
            throw new ProtocolViolationException("a frame of unknown type " + code);
        }
        return ALL[code - 1];
    }
}
