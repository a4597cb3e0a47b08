package dev.loopkeeper.engine.store;

/** The known outcome of a conditional write. One that is not known is a {@link StoreException} of kind {@code UNCLEAR}. */
public sealed interface ConditionalPut {

    /** It was done, by this very call. */
    record Written(String etag) implements ConditionalPut {}

    /** The condition did not hold; nothing was written. */
    record Refused() implements ConditionalPut {}
}
