package dev.loopkeeper.operator.observe;

import java.time.Instant;

/**
 * What is known of a node.
 *
 * @param ready whether it is there and said to be
 * @param reason why it is said not to be, in one word
 * @param since when this process first saw it so, by the operator's clock
 */
public record NodeView(String name, boolean ready, String reason, Instant since) {}
