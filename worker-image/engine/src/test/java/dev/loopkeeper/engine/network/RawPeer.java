package dev.loopkeeper.engine.network;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A peer written against the description of the protocol with nothing but sockets, so that it can also break it. Dials as a worker or stands
 * for one that was dialled.
 */
final class RawPeer implements AutoCloseable {

    static final String SECRET = "a token of more than sixteen bytes";
    static final int BATCH = 1;
    static final int END = 4;
    static final int CREDIT = 5;

    final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    static RawPeer dial(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** What the tests' worker 0 says to worker 1 if nothing is to be wrong. */
    static byte[] introduction(
            String job, String plan, int region, int attempt, int dialer, int acceptor, String lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text(bytes, job);
        text(bytes, plan);
        for (int number : new int[] {region, attempt, dialer, acceptor}) {
            bytes.writeBytes(little(4).putInt(number).array());
        }
        text(bytes, HexFormat.of().formatHex(sha256(lines)));
        return bytes.toByteArray();
    }

    /** Goes through the handshake as the dialer; returns the reason of a refusal, or "welcome". */
    String shakeHands(byte[] introduction, String secret) throws IOException {
        byte[] challenge = message(1);
        byte[] nonce = new byte[32];
        Arrays.fill(nonce, (byte) 7);
        byte[] proof = hmac(secret, "loopkeeper-exchange-dialer", challenge, nonce, introduction);
        sendMessage(2, introduction, nonce, proof);
        byte[] answer = readMessage();
        if (answer[4] == 4) {
            // Its length takes one byte, or two if the first has its highest bit set.
            int start = answer[5] < 0 ? 7 : 6;
            return new String(answer, start, answer.length - start, StandardCharsets.UTF_8);
        }
        byte[] expected = hmac(secret, "loopkeeper-exchange-acceptor", challenge, nonce, introduction);
        return Arrays.equals(Arrays.copyOfRange(answer, 5, 37), expected) ? "welcome" : "welcome without proof";
    }

    /** The 32 bytes of a message of this type. */
    byte[] message(int type) throws IOException {
        byte[] message = readMessage();
        if (message[4] != type) {
            throw new IOException("message " + message[4] + " came where " + type + " was expected");
        }
        return Arrays.copyOfRange(message, 5, 37);
    }

    byte[] readMessage() throws IOException {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        return message;
    }

    void sendMessage(int type, byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {1, 'X', 'K', 'L', (byte) type});
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void sendFrame(int type, int channel, long sequence, byte... payload) throws IOException {
        sendBytes(header(payload.length, type, channel, sequence));
        sendBytes(payload);
    }

    static byte[] header(int length, int type, int channel, long sequence) {
        return little(17)
                .putInt(length)
                .put((byte) type)
                .putInt(channel)
                .putLong(sequence)
                .array();
    }

    /** A batch of one record of {@link Hop} with a small key. */
    void sendHop(int channel, long sequence, int key) throws IOException {
        sendFrame(BATCH, channel, sequence, (byte) 1, (byte) 0, (byte) key, (byte) 1);
    }

    /** Waits until the other side has closed; returns how many bytes came before. */
    int readToEnd() throws IOException {
        int count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (SocketException reset) {
            // A reset is an end as well.
        }
        return count;
    }

    static byte[] hmac(String secret, String label, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(label.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
