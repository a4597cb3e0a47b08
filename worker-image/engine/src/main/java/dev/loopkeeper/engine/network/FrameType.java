package dev.loopkeeper.engine.network;

/** What a frame holds. The code is the ordinal plus one, so that zeros are no frame. */
enum FrameType {
    /** Records; has a sequence number of its channel. */
    BATCH,
    /** A barrier; numbered with the batches. */
    BARRIER,
    /** A round mark; numbered with the batches. */
    ROUND_MARK,
    /** The end of a channel; numbered with the batches. */
    END,
    /** From consumer to producer: how many batches of the channel have been released so far, in the place of the sequence number. */
    CREDIT,
    /** The last frame of an orderly close; 1 in the place of the sequence number if all channels have ended, else 0. */
    LEAVE;

    private static final FrameType[] ALL = values();

    int code() {
        return ordinal() + 1;
    }

    /** Whether it travels in a channel, in order and numbered. */
    boolean inChannel() {
        return ordinal() <= END.ordinal();
    }

    static FrameType of(int code) {
        if (code < 1 || code > ALL.length) {
            throw new ProtocolViolationException("a frame of unknown type " + code);
        }
        return ALL[code - 1];
    }
}
