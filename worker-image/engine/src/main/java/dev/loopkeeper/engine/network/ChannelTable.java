package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.plan.ChannelId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The channels between two workers, both ways, in an order that both derive alone: a channel's number on the connection is its index here.
 * That the tables are equal is checked in the handshake by their digests.
 */
record ChannelTable(List<ChannelPlacement> channels) {

    private static final Comparator<ChannelPlacement> ORDER = Comparator.<ChannelPlacement>comparingInt(
                    placement -> placement.channel().edge())
            .thenComparingInt(placement -> placement.channel().from())
            .thenComparingInt(placement -> placement.channel().to());

    ChannelTable {
        List<ChannelPlacement> sorted = new ArrayList<>(channels);
        sorted.sort(ORDER);
        channels = List.copyOf(sorted);
    }

    String digest() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
        for (ChannelPlacement placement : channels) {
            ChannelId id = placement.channel();
            String line = id.edge() + " " + id.from() + " " + id.to() + " " + placement.fromWorker() + " "
                    + placement.toWorker() + "\n";
            digest.update(line.getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
