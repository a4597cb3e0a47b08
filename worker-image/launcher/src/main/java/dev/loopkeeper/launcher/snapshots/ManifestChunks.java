package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The chunks that a manifest names. */
final class ManifestChunks {

    /** By object, then by place. */
    static final Comparator<ChunkRef> ORDER = Comparator.comparing(ChunkRef::object)
            .thenComparingLong(ChunkRef::offset)
            .thenComparingInt(ChunkRef::length);

    private ManifestChunks() {}

    static Set<ChunkRef> of(Manifest manifest) {
        Set<ChunkRef> chunks = new LinkedHashSet<>();
        for (TaskPart task : manifest.tasks()) {
            task.operators().forEach(part -> add(part, chunks));
        }
        return chunks;
    }

    static Set<ChunkRef> of(OperatorPart part) {
        Set<ChunkRef> chunks = new LinkedHashSet<>();
        add(part, chunks);
        return chunks;
    }

    private static void add(OperatorPart part, Set<ChunkRef> chunks) {
        switch (part) {
            case OperatorPart.Keyed keyed -> keyed.groups().forEach(group -> chunks.addAll(group.chunks()));
            case OperatorPart.Head head ->
                head.logs().forEach(log -> log.chunks().forEach(piece -> chunks.add(piece.chunk())));
            case OperatorPart.TaskValues _, OperatorPart.Splits _, OperatorPart.Tail _, OperatorPart.Transactions _ -> {
                // They stand in the manifest itself.
            }
        }
    }

    static long bytes(Set<ChunkRef> chunks) {
        return chunks.stream().mapToLong(ChunkRef::length).sum();
    }
}
