package dev.loopkeeper.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a store can do of what fencing needs (R12).
 *
 * @param createIfAbsent it honours {@code If-None-Match: *} on a write: creates once, refuses after that
 * @param replaceIfMatches it honours {@code If-Match} on a write: takes the good etag, refuses a bad one
 * @param etagForm how it wants the etag; of no meaning where {@code replaceIfMatches} is false
 */
public record StoreAbilities(boolean createIfAbsent, boolean replaceIfMatches, EtagForm etagForm) {

    /** Whether the store can keep two coordinators apart. */
    public boolean canFence() {
        return createIfAbsent && replaceIfMatches;
    }

    /** What is missing for fencing, as the rest of a sentence that begins with "the store"; empty where nothing is. */
    public Optional<String> lack() {
        List<String> lacking = new ArrayList<>();
        if (!createIfAbsent) {
            lacking.add("If-None-Match");
        }
        if (!replaceIfMatches) {
            lacking.add("If-Match");
        }
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("does not honour conditional writes (" + String.join(", ", lacking)
                        + "), so two coordinators of one job could both commit");
    }
}
