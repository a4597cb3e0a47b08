package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.LogChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** A store in memory: objects with several chunks each. */
final class MemoryStore implements ChunkReader {

    private final Map<String, Map<Long, byte[]>> objects = new HashMap<>();
    private int nextObject;
    int reads;

    /** Writes into a new object. */
    Writer writer() {
        String name = "chunks/" + nextObject++;
        objects.put(name, new HashMap<>());
        return new Writer(name);
    }

    final class Writer implements ChunkWriter {

        final String object;
        int chunks;
        private long end;
        int failAt = -1;

        private Writer(String object) {
            this.object = object;
        }

        @Override
        public ChunkRef add(java.nio.ByteBuffer content) throws IOException {
            if (chunks == failAt) {
                throw new IOException("the store is down");
            }
            chunks++;
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            ChunkRef ref = new ChunkRef(object, end, bytes.length, checksum(bytes));
            objects.computeIfAbsent(object, name -> new HashMap<>()).put(end, bytes);
            end += bytes.length;
            return ref;
        }
    }

    @Override
    public byte[] read(ChunkRef chunk) throws IOException {
        reads++;
        Map<Long, byte[]> object = objects.get(chunk.object());
        byte[] bytes = object == null ? null : object.get(chunk.offset());
        if (bytes == null) {
            throw new IOException("no object " + chunk.object());
        }
        if (bytes.length != chunk.length() || checksum(bytes) != chunk.checksum()) {
            throw new IOException("wrong checksum of " + chunk.object());
        }
        return bytes;
    }

    /** Deletes all objects but those that are named. */
    void retain(List<LogChunk> named) {
        Set<String> kept = named.stream().map(chunk -> chunk.chunk().object()).collect(Collectors.toSet());
        objects.keySet().retainAll(kept);
    }

    void delete(String object) {
        objects.remove(object);
    }

    /** Reads entries by the documented format, without the code under test. */
    List<Object> entries(List<LogChunk> chunks, Codec<Object> codec) throws IOException {
        List<Object> result = new ArrayList<>();
        for (LogChunk chunk : chunks) {
            BinaryReader in = new BinaryReader(read(chunk.chunk()));
            List<Object> all = new ArrayList<>();
            if (in.readByte() != 1) {
                throw new IOException("not version 1");
            }
            boolean marked = in.readByte() == 1;
            int records = in.readVarInt();
            for (int i = 0; i < records; i++) {
                all.add(codec.read(in));
            }
            if (marked) {
                all.add(new RoundMark(in.readVarInt(), in.readVarInt(), longs(in), longs(in), in.readVarLong()));
            }
            if (in.remaining() != 0) {
                throw new IOException("bytes left");
            }
            result.addAll(all.subList(chunk.skip(), chunk.skip() + chunk.count()));
        }
        return result;
    }

    private static long[] longs(BinaryReader in) {
        int size = in.readVarInt() - 1;
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
