package dev.loopkeeper.operator.observe;

import java.time.Instant;

/**
 * For how long the operator has seen the nodes without a gap that counts (K5). Times are of the operator's clock.
 *
 * @param since when it began to see them
 * @param until when it saw them last
 */
public record NodeSight(Instant since, Instant until) {}
