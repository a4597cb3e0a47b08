package dev.loopkeeper.provider;

/**
 * Something the provider heard of a node. Never evidence of loss (K1): it only shortens how long a silent worker there is waited
 * for.
 *
 * @param ready whether the node is said to be well
 */
public record NodeHint(String node, boolean ready, String reason) {

    public NodeHint {
        Values.text("node", node);
        reason = reason == null ? "" : ProviderProtocol.beginning(reason, ProviderProtocol.MAX_MESSAGE);
    }
}
