package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.SnapshotWire;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import java.util.ArrayList;
import java.util.List;

/** The state of a loop's head, its log and the chunks that hold it, as they travel. */
final class HeadCodec {

    private HeadCodec() {}

    static SnapshotWire.Head encode(OperatorPart.Head head) {
        SnapshotWire.Head.Builder wire =
                SnapshotWire.Head.newBuilder().setCurrent(head.current()).setRescaled(head.rescaled());
        if (head.decision() != null) {
            wire.setDecision(SnapshotCodec.encode(head.decision()));
        }
        if (head.mark() != null) {
            wire.setMark(SnapshotCodec.encode(head.mark()));
        }
        head.logs().forEach(log -> wire.addLogs(encode(log)));
        return wire.build();
    }

    static OperatorPart.Head decode(String operator, SnapshotWire.Head wire) {
        return new OperatorPart.Head(
                operator,
                wire.getCurrent(),
                wire.hasDecision() ? SnapshotCodec.decode(wire.getDecision()) : null,
                wire.getLogsList().stream().map(HeadCodec::decode).toList(),
                wire.hasMark() ? SnapshotCodec.decode(wire.getMark()) : null,
                wire.getRescaled());
    }

    static SnapshotWire.ChunkRef encode(ChunkRef chunk) {
        return SnapshotWire.ChunkRef.newBuilder()
                .setObject(chunk.object())
                .setOffset(chunk.offset())
                .setLength(chunk.length())
                .setChecksum(chunk.checksum())
                .build();
    }

    static ChunkRef decode(SnapshotWire.ChunkRef wire) {
        return new ChunkRef(wire.getObject(), wire.getOffset(), wire.getLength(), wire.getChecksum());
    }

    private static SnapshotWire.LogPart encode(LogPart log) {
        SnapshotWire.LogPart.Builder wire = SnapshotWire.LogPart.newBuilder();
        if (log.mark() != null) {
            wire.setMark(SnapshotCodec.encode(log.mark()));
        }
        for (LogChunk chunk : log.chunks()) {
            wire.addChunks(SnapshotWire.LogPart.LogChunk.newBuilder()
                    .setChunk(encode(chunk.chunk()))
                    .setSkip(chunk.skip())
                    .setCount(chunk.count()));
        }
        return wire.build();
    }

    private static LogPart decode(SnapshotWire.LogPart wire) {
        List<LogChunk> chunks = new ArrayList<>(wire.getChunksCount());
        for (SnapshotWire.LogPart.LogChunk chunk : wire.getChunksList()) {
            chunks.add(new LogChunk(decode(chunk.getChunk()), chunk.getSkip(), chunk.getCount()));
        }
        return new LogPart(chunks, wire.hasMark() ? SnapshotCodec.decode(wire.getMark()) : null);
    }
}
