package dev.loopkeeper.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between store and server and lets bytes through, or does not. */
final class FaultyProxy implements AutoCloseable {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** How many connections more lose their answer. */
    private final AtomicInteger answersToLose = new AtomicInteger();

    /** How many connections more are cut within an answer, and after how many of its bytes. */
    private final AtomicInteger answersToCut = new AtomicInteger();

    private final AtomicLong bytesBeforeCut = new AtomicLong(UNLIMITED);

    /** How many connections more are cut within a request, after as many of its bytes. */
    private final AtomicInteger requestsToCut = new AtomicInteger();

    /** How many requests more have a byte of their body changed. */
    private final AtomicInteger bodiesToSpoil = new AtomicInteger();

    private volatile boolean refusing;

    FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    void loseAnswers(int count) {
        answersToLose.set(count);
        cutAll();
    }

    void cutAnswers(int count, long afterBytes) {
        bytesBeforeCut.set(afterBytes);
        answersToCut.set(count);
        cutAll();
    }

    void cutRequests(int count, long afterBytes) {
        bytesBeforeCut.set(afterBytes);
        requestsToCut.set(count);
        cutAll();
    }

    void spoilBodies(int count) {
        bodiesToSpoil.set(count);
        cutAll();
    }

    /** From now on connections are closed as soon as they are opened. */
    void refuse(boolean refuse) {
        refusing = refuse;
        cutAll();
    }

    /** Every connection that stands, so that what comes next needs a new one. */
    void cutAll() {
        open.forEach(FaultyProxy::closeQuietly);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                connections.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                long limit = limitOfAnswer();
                long requestLimit = take(requestsToCut) ? bytesBeforeCut.get() : UNLIMITED;
                boolean spoil = take(bodiesToSpoil);
                Thread.ofVirtual().start(() -> copy(client, server, requestLimit, spoil));
                Thread.ofVirtual().start(() -> copy(server, client, limit, false));
            } catch (IOException e) {
                // The listener was closed, or the server is away: the client's connection breaks.
            }
        }
    }

    private long limitOfAnswer() {
        if (take(answersToLose)) {
            return 0;
        }
        return take(answersToCut) ? bytesBeforeCut.get() : UNLIMITED;
    }

    private static boolean take(AtomicInteger count) {
        return count.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private void copy(Socket from, Socket to, long limit, boolean spoil) {
        long left = limit;
        byte[] buffer = new byte[16 * 1024];
        boolean spoilNext = spoil;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) > 0) {
                if (count > left) {
                    out.write(buffer, 0, (int) left);
                    return;
                }
                if (spoilNext) {
                    int at = new String(buffer, 0, count, ISO_8859_1).indexOf("SPOIL");
                    if (at >= 0) {
                        buffer[at] = 'X';
                        spoilNext = false;
                    }
                }
                left -= count;
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One side is gone; so is the other one now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
