package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.Codecs;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.Plan;
import java.util.HashMap;
import java.util.Map;

/** The channels of one attempt of a region. Another attempt has its own: that is what the handshake is for (R3). */
final class SimulatedExchange {

    private final Plan plan;
    private final VirtualTime time;
    private final Map<Integer, Integer> workerOfSlot;
    private final Map<ChannelId, SimulatedChannel> channels = new HashMap<>();

    SimulatedExchange(Plan plan, VirtualTime time, Map<Integer, Integer> workerOfSlot) {
        this.plan = plan;
        this.time = time;
        this.workerOfSlot = workerOfSlot;
    }

    @SuppressWarnings("unchecked")
    SimulatedChannel channel(ChannelId id) {
        return channels.computeIfAbsent(id, unused -> {
            boolean local = workerOfSlot.get(id.from()).equals(workerOfSlot.get(id.to()));
            Codec<Object> codec = Codecs.of((Class<Object>) plan.edge(id.edge()).type());
            return local
                    ? new SimulatedChannel(null, null, codec)
                    : new SimulatedChannel(new FifoLink(time, 4), new FifoLink(time, 4), codec);
        });
    }
}
