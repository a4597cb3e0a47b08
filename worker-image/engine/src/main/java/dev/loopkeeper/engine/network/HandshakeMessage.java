package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What two workers say before the first frame. The acceptor speaks first, the dialer proves itself first: nothing but a random number is
 * told to somebody who does not know the job's secret. Without TLS the proofs keep strangers out, but not somebody who can change bytes of
 * an established connection.
 *
 * <pre>
 * acceptor: Challenge(nonce)
 * dialer:   Hello(introduction, nonce, proof over both nonces and the introduction)
 * acceptor: Welcome(proof over the same, with another label) or Refusal(reason)
 * </pre>
 *
 * Each message stands in a frame of a 4-byte big-endian length, at most {@link #LARGEST} bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, gone after the handshake.
sealed interface HandshakeMessage {

    int LARGEST = 4096;
    int NONCE_BYTES = 32;
    int PROOF_BYTES = 32;
    int LONGEST_REASON = 500;

    /** "LKX" and the version of everything that is said from here on. */
    int MAGIC = 'L' << 24 | 'K' << 16 | 'X' << 8 | 1;

    String DIALER_LABEL = "loopkeeper-exchange-dialer";
    String ACCEPTOR_LABEL = "loopkeeper-exchange-acceptor";

    record Challenge(byte[] nonce) implements HandshakeMessage {}

    record Hello(Introduction introduction, byte[] nonce, byte[] proof) implements HandshakeMessage {}

    record Welcome(byte[] proof) implements HandshakeMessage {}

    record Refusal(String reason) implements HandshakeMessage {}

    static byte[] newNonce(SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    default byte[] encode() {
        BinaryWriter out = new BinaryWriter(512);
        out.writeInt(MAGIC);
        switch (this) {
            case Challenge challenge -> {
                out.writeByte(1);
                out.writeBytes(challenge.nonce, 0, NONCE_BYTES);
            }
            case Hello hello -> {
                out.writeByte(2);
                hello.introduction.write(out);
                out.writeBytes(hello.nonce, 0, NONCE_BYTES);
                out.writeBytes(hello.proof, 0, PROOF_BYTES);
            }
            case Welcome welcome -> {
                out.writeByte(3);
                out.writeBytes(welcome.proof, 0, PROOF_BYTES);
            }
            case Refusal refusal -> {
                out.writeByte(4);
                writeText(out, refusal.reason);
            }
        }
        return out.toByteArray();
    }

    /** {@link ProtocolViolationException} if the bytes are not a message of this version. */
    static HandshakeMessage decode(byte[] bytes) {
        try {
            BinaryReader in = new BinaryReader(bytes);
            int magic = in.readInt();
            if ((magic & 0xFFFFFF00) != (MAGIC & 0xFFFFFF00)) {
                throw new ProtocolViolationException("what answers there is no Loopkeeper exchange");
            }
            if (magic != MAGIC) {
                throw new ProtocolViolationException("the peer speaks version " + (magic & 0xFF)
                        + " of the exchange, this is version " + (MAGIC & 0xFF) + "; run the same image everywhere");
            }
            HandshakeMessage message = switch (in.readByte()) {
                case 1 -> new Challenge(read(in, NONCE_BYTES));
                case 2 -> new Hello(Introduction.read(in), read(in, NONCE_BYTES), read(in, PROOF_BYTES));
                case 3 -> new Welcome(read(in, PROOF_BYTES));
                case 4 -> new Refusal(oneLine(readText(in)));
                default -> throw new ProtocolViolationException("an unknown message in the handshake");
            };
            if (in.remaining() != 0) {
                throw new ProtocolViolationException("a message of the handshake is too long");
            }
            return message;
        } catch (CorruptDataException corrupt) {
            throw new ProtocolViolationException("a message of the handshake is broken: " + corrupt.getMessage());
        }
    }

    static void writeText(BinaryWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeVarInt(bytes.length);
        out.writeBytes(bytes, 0, bytes.length);
    }

    static String readText(BinaryReader in) {
        return new String(read(in, in.readLength(1)), StandardCharsets.UTF_8);
    }

    /** What a stranger sends goes into logs, so it must not look like several lines of them. */
    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }

    /** What has gone wrong at the bottom of it, in one line. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return oneLine(message == null ? root.getClass().getSimpleName() : message);
    }

    private static byte[] read(BinaryReader in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes, 0, length);
        return bytes;
    }
}
