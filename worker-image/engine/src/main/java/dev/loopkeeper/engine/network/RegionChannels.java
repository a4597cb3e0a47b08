package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.CrossSlotChannel;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.exchange.SameSlotChannel;
import dev.loopkeeper.engine.plan.ChannelId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ends of all channels that a worker has a part in, of the kind that suits where the other end is.
 *
 * @param connections by peer
 * @param digests of the channels shared with each peer
 */
record RegionChannels(
        Map<ChannelId, InputChannel> inputs,
        Map<ChannelId, OutputChannel> outputs,
        Map<Integer, SlotSide> slots,
        Map<Integer, PeerConnection> connections,
        Map<Integer, String> digests) {

    static RegionChannels build(
            RegionExchangeSpec spec,
            IntFunction<? extends Codec<?>> codecOfEdge,
            IntFunction<Runnable> wakeOfSlot,
            PeerConnection.Owner owner) {
        RegionChannels channels =
                new RegionChannels(new HashMap<>(), new HashMap<>(), new HashMap<>(), new TreeMap<>(), new HashMap<>());
        Map<Integer, List<ChannelPlacement>> byPeer = new TreeMap<>();
        for (ChannelPlacement placement : spec.channels()) {
            boolean from = placement.fromWorker() == spec.worker();
            boolean to = placement.toWorker() == spec.worker();
            if (from) {
                channels.slot(placement.channel().from(), codecOfEdge, wakeOfSlot);
            }
            if (to) {
                channels.slot(placement.channel().to(), codecOfEdge, wakeOfSlot);
            }
            if (from && to) {
                channels.addLocal(placement.channel(), spec.limits().credits());
            } else if (from || to) {
                byPeer.computeIfAbsent(placement.peerOf(spec.worker()), peer -> new ArrayList<>())
                        .add(placement);
            }
        }
        byPeer.forEach((peer, placements) -> channels.addRemote(peer, new ChannelTable(placements), spec, owner));
        return channels;
    }

    private void slot(int index, IntFunction<? extends Codec<?>> codecOfEdge, IntFunction<Runnable> wakeOfSlot) {
        slots.computeIfAbsent(index, slot -> new SlotSide(wakeOfSlot.apply(slot), codecOfEdge));
    }

    private SlotSide slot(int index) {
        SlotSide slot = slots.get(index);
        if (slot == null) {
            throw new IllegalStateException("slot " + index + " has no channel here");
        }
        return slot;
    }

    private void addLocal(ChannelId id, int credits) {
        if (id.from() == id.to()) {
            SameSlotChannel channel = new SameSlotChannel(credits);
            add(id, channel, channel);
        } else {
            CrossSlotChannel channel = new CrossSlotChannel(credits, slot(id.from()).wake, slot(id.to()).wake);
            add(id, channel, channel);
        }
    }

    private void addRemote(int peer, ChannelTable table, RegionExchangeSpec spec, PeerConnection.Owner owner) {
        PeerConnection connection = new PeerConnection(peer, spec.limits(), owner);
        List<@Nullable RemoteInputChannel> newInputs = new ArrayList<>();
        List<@Nullable RemoteOutputChannel> newOutputs = new ArrayList<>();
        for (int number = 0; number < table.channels().size(); number++) {
            ChannelPlacement placement = table.channels().get(number);
            ChannelId id = placement.channel();
            if (placement.fromWorker() == spec.worker()) {
                RemoteOutputChannel output =
                        new RemoteOutputChannel(id, number, slot(id.from()), connection.outbound(), spec.limits());
                newInputs.add(null);
                newOutputs.add(output);
                add(id, null, output);
            } else {
                RemoteInputChannel input =
                        new RemoteInputChannel(id, number, slot(id.to()), connection.outbound(), spec.limits());
                newInputs.add(input);
                newOutputs.add(null);
                add(id, input, null);
            }
        }
        connection.channels(newInputs, newOutputs);
        connections.put(peer, connection);
        digests.put(peer, table.digest());
    }

    private void add(ChannelId id, @Nullable InputChannel input, @Nullable OutputChannel output) {
        boolean twice = input != null && inputs.put(id, input) != null;
        twice |= output != null && outputs.put(id, output) != null;
        if (twice) {
            throw new IllegalArgumentException("channel " + id + " is placed twice");
        }
    }
}
