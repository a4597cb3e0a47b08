package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.snapshot.LogPart;
import java.util.List;

/**
 * What a feedback log begins with after a restore.
 *
 * @param parts of one old head, or of several whose logs this head takes over whole, one behind the other (R11)
 * @param dropMarks whether round marks are left out. They are at a rescaling, where the new head appends one of its own; a snapshot that can be
 *     rescaled was taken between two rounds, so that a part's mark is its last entry.
 * @param nameable whether a snapshot may name the chunks again. Chunks of another job's uid may not be named (R10): snapshots copy what they
 *     need of them until one is committed.
 */
public record LogPrefix(List<LogPart> parts, boolean dropMarks, boolean nameable) {

    public static final LogPrefix NONE = new LogPrefix(List.of(), false, true);

    public LogPrefix {
        parts = List.copyOf(parts);
        if (!dropMarks && parts.stream().filter(part -> part.mark() != null).count() > 1) {
            throw new IllegalArgumentException(
                    "a feedback log can have one round mark, but more come from " + parts.size() + " old logs");
        }
    }

    /** The log of the same head of the same job. */
    public static LogPrefix of(LogPart part) {
        return new LogPrefix(List.of(part), false, true);
    }
}
