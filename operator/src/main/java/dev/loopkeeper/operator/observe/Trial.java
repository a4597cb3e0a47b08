package dev.loopkeeper.operator.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How pods of a specification were received by the API server in a dry run (K18, K20).
 *
 * @param generation of the specification that was tried
 * @param refusal what the API server said against them, in one line; null if nothing
 * @param at when that was
 */
public record Trial(long generation, @Nullable String refusal, Instant at) {}
