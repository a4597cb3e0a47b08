package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** What blocks: encoding, decoding, the local disk and the store. Called from background work, from several threads at a time. */
final class SegmentIo<T> {

    private static final int INITIAL_BUFFER = 64 * 1024;

    private final String name;
    private final Supplier<Codec<T>> codecs;
    private final ConcurrentLinkedQueue<Codec<T>> idleCodecs = new ConcurrentLinkedQueue<>();
    private final ChunkReader store;
    private final SpillStorage storage;

    SegmentIo(String name, Supplier<Codec<T>> codecs, ChunkReader store, SpillStorage storage) {
        this.name = name;
        this.codecs = codecs;
        this.store = store;
        this.storage = storage;
    }

    /** A segment's content: records, the mark behind them or null, and what they weigh in memory in bytes. */
    record Loaded(Object[] records, RoundMark mark, long weight) {}

    /** Writes segments into one file and returns their places in the same order. */
    List<SpillSlot> spill(List<Segment> segments) throws IOException {
        SpillFile file = null;
        try (SpillStorage.Writer writer = storage.create()) {
            file = new SpillFile(writer.file());
            return write(segments, file, writer);
        } catch (IOException e) {
            if (file != null) {
                storage.delete(file.name);
            }
            throw new IOException(
                    "The feedback log of " + name + " cannot spill to " + storage.location() + ": " + reason(e)
                            + ". Free space there, or give the worker more disk or memory.",
                    e);
        }
    }

    private List<SpillSlot> write(List<Segment> segments, SpillFile file, SpillStorage.Writer writer)
            throws IOException {
        List<SpillSlot> slots = new ArrayList<>(segments.size());
        BinaryWriter out = new BinaryWriter(INITIAL_BUFFER);
        long offset = 0;
        for (Segment segment : segments) {
            out.clear();
            encode(segment.entries, 0, segment.records(), segment.mark, out);
            slots.add(new SpillSlot(file, offset, out.position(), checksum(out.array(), out.position())));
            writer.write(out.toByteBuffer());
            offset += out.position();
        }
        file.length = offset;
        return slots;
    }

    /** Encodes records [from, to) of a segment in memory, with the mark behind them if it is not null. */
    void encode(Object[] records, int from, int to, RoundMark mark, BinaryWriter out) {
        Codec<T> codec = borrowCodec();
        try {
            SegmentFormat.write(records, from, to, mark, codec, out);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The feedback log of " + name + " cannot turn a record into bytes: " + e, e);
        }
        idleCodecs.add(codec);
    }

    /** The bytes of a spilled segment. */
    byte[] read(SpillSlot slot) throws IOException {
        byte[] bytes = new byte[slot.length()];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        try {
            storage.read(slot.file().name, slot.offset(), target);
        } catch (IOException e) {
            throw new IOException(
                    "The feedback log of " + name + " cannot read back what it spilled to " + slot.file().name + ": "
                            + reason(e) + ". Check the disk.",
                    e);
        }
        if (target.hasRemaining() || checksum(bytes, bytes.length) != slot.checksum()) {
            throw new CorruptDataException("The feedback log of " + name + " finds " + slot.file().name
                    + " damaged at byte " + slot.offset() + ": it is not what was spilled. Check the disk.");
        }
        return bytes;
    }

    /** The bytes of a chunk in the store. */
    byte[] read(ChunkRef chunk) throws IOException {
        return store.read(chunk);
    }

    Loaded load(SpillSlot slot, int count) throws IOException {
        return decode(read(slot), 0, count, slot.file().name);
    }

    Loaded load(ChunkRef chunk, int skip, int count) throws IOException {
        return decode(read(chunk), skip, count, chunk.object());
    }

    void delete(SpillFile file) {
        storage.delete(file.name);
    }

    void sweep() throws IOException {
        storage.sweep();
    }

    void close() {
        storage.close();
    }

    private Loaded decode(byte[] bytes, int skip, int count, String source) {
        Codec<T> codec = borrowCodec();
        try {
            SegmentFormat.Content content = SegmentFormat.read(bytes, skip, count, codec);
            Object[] records = content.records();
            long weight = new Weigher<>(codec).weigh(records, 0, records.length);
            idleCodecs.add(codec);
            return new Loaded(records, content.mark(), weight);
        } catch (CorruptDataException e) {
            CorruptDataException named =
                    new CorruptDataException("The feedback log of " + name + " cannot be read from " + source + ": "
                            + e.getMessage() + ". The records' type may have changed since it was written.");
            named.initCause(e);
            throw named;
        }
    }

    private Codec<T> borrowCodec() {
        Codec<T> idle = idleCodecs.poll();
        return idle != null ? idle : codecs.get();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }
}
