package dev.loopkeeper.engine.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between two ends of TCP connections: holds all bytes up, as a frozen machine does, or cuts all connections. */
final class TcpRelay implements AutoCloseable {

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean frozen;
    private boolean closed;

    TcpRelay(InetSocketAddress target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    HostPort address() {
        return new HostPort(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
    }

    void freeze(boolean hold) {
        lock.lock();
        try {
            frozen = hold;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void cut() {
        sockets.forEach(TcpRelay::closeQuietly);
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listening.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket left = listening.accept();
                Socket right = new Socket(target.getAddress(), target.getPort());
                sockets.add(left);
                sockets.add(right);
                Thread.ofVirtual().name("relay-up").start(() -> pump(left, right));
                Thread.ofVirtual().name("relay-down").start(() -> pump(right, left));
            }
        } catch (IOException ended) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitThaw();
                out.write(buffer, 0, count);
            }
        } catch (IOException | InterruptedException ended) {
            // One of the two ends is gone.
        }
    }

    private void awaitThaw() throws InterruptedException {
        lock.lock();
        try {
            while (frozen && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // As good as closed.
        }
    }
}
