package dev.loopkeeper.engine.network;

/** Hears what goes wrong in an open {@link RegionExchange}. */
@FunctionalInterface
public interface ExchangeListener {

    /**
     * A connection is gone though its channels have not all ended, or broke a rule: records may be missing, so the region has failed (R4).
     * Called once per connection at most, never after {@link RegionExchange#close}, on a thread of the network: must not block.
     *
     * @param peer the worker at the other end
     * @param reason one line
     */
    void connectionLost(int peer, String reason);
}
