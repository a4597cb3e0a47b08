package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.log.SpillStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The local disk of one feedback log in the simulation: gone with the log. */
final class SimulatedSpill implements SpillStorage {

    private final DiskRoom room;
    private final Map<String, ByteArrayOutputStream> files = new HashMap<>();
    private int nextFile;
    private boolean closed;

    SimulatedSpill(DiskRoom room) {
        this.room = room;
    }

    @Override
    public String location() {
        return "the simulated disk";
    }

    @Override
    public Writer create() throws IOException {
        if (closed) {
            throw new IOException("the feedback log is closed");
        }
        String name = location() + " " + nextFile++;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        files.put(name, content);
        return new Writer() {
            @Override
            public String file() {
                return name;
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                room.take();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                content.writeBytes(copy);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void read(String file, long offset, ByteBuffer target) throws IOException {
        ByteArrayOutputStream content = files.get(file);
        if (content == null) {
            throw new IOException("there is no such file");
        }
        byte[] bytes = content.toByteArray();
        target.put(bytes, (int) offset, Math.min(target.remaining(), bytes.length - (int) offset));
    }

    @Override
    public void delete(String file) {
        files.remove(file);
    }

    @Override
    public void sweep() {}

    @Override
    public void close() {
        closed = true;
        files.clear();
    }
}
