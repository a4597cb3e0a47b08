package dev.loopkeeper.api.source;

import java.util.Objects;

/**
 * A part of a source and the place where reading goes on.
 *
 * @param id names the part within its source
 * @param position where to go on, in a form of the source's own; what {@link SplitReader#position} returned
 */
public record Split(String id, String position) {

    public Split {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(position, "position");
    }
}
