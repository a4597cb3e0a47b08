package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;

/**
 * What a worker that dials says it is and wants: everything that both ends must agree on before a frame is taken (R3).
 *
 * @param job the job's uid
 * @param planHash the hash of the physical plan
 * @param dialer the index of the worker that dials
 * @param acceptor the index of the worker that it believes to have dialled
 * @param channels a digest of the channels between the two, see {@link ChannelTable#digest}
 */
record Introduction(String job, String planHash, int region, int attempt, int dialer, int acceptor, String channels) {

    void write(BinaryWriter out) {
        HandshakeMessage.writeText(out, job);
        HandshakeMessage.writeText(out, planHash);
        out.writeInt(region);
        out.writeInt(attempt);
        out.writeInt(dialer);
        out.writeInt(acceptor);
        HandshakeMessage.writeText(out, channels);
    }

    static Introduction read(BinaryReader in) {
        return new Introduction(
                HandshakeMessage.readText(in),
                HandshakeMessage.readText(in),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                HandshakeMessage.readText(in));
    }

    byte[] bytes() {
        BinaryWriter out = new BinaryWriter(256);
        write(out);
        return out.toByteArray();
    }
}
