package dev.loopkeeper.launcher.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that answers its first stream with one line and every later one with none, and then says nothing by itself. */
final class FrozenServer implements AutoCloseable {

    private final ServerSocket server;
    private final @Nullable String firstLine;
    private final List<Socket> streams = new CopyOnWriteArrayList<>();

    FrozenServer(@Nullable String firstLine) throws IOException {
        this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.firstLine = firstLine;
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
    }

    int connections() {
        return streams.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                String line = streams.isEmpty() ? firstLine : null;
                write(
                        socket,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\n\r\n"
                                + (line == null ? "" : line + "\n"));
                streams.add(socket);
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends a line on the newest stream. */
    void speak(String line) {
        try {
            write(streams.getLast(), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : streams) {
            socket.close();
        }
    }
}
