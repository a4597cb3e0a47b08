package dev.loopkeeper.engine.network;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * One attempt of a region as one of its workers sees it.
 *
 * @param planHash the hash of the physical plan; peers with another are refused (R3)
 * @param attempt peers of another attempt are refused (R3, R15)
 * @param worker the index of this worker
 * @param peers where the exchange servers of the other workers listen, by worker index; more than are needed do no harm
 * @param channels all channels of the region's pipelined edges that have at least one end at this worker; others are ignored
 */
public record RegionExchangeSpec(
        String planHash,
        int region,
        int attempt,
        int worker,
        Map<Integer, InetSocketAddress> peers,
        List<ChannelPlacement> channels,
        ExchangeLimits limits) {

    public RegionExchangeSpec {
        peers = Map.copyOf(peers);
        channels = List.copyOf(channels);
    }

    @Override
    public String toString() {
        return "attempt " + attempt + " of region " + region + " at worker " + worker;
    }
}
