package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** How messages of the handshake stand in the stream; replaced by {@link FrameReader} when it is done. */
final class HandshakeFraming {

    private static final String DECODER = "handshake-framing";

    private HandshakeFraming() {}

    static void install(Channel channel, ChannelHandler handshake) {
        channel.pipeline()
                .addLast(DECODER, new LengthFieldBasedFrameDecoder(HandshakeMessage.LARGEST, 0, 4, 0, 4))
                .addLast(handshake);
    }

    /** The connection, added last before, gets the bytes that have come behind the handshake. */
    static void remove(Channel channel, ChannelHandler handshake) {
        channel.pipeline().remove(handshake);
        channel.pipeline().remove(DECODER);
    }

    static ChannelFuture send(Channel channel, HandshakeMessage message) {
        byte[] bytes = message.encode();
        ByteBuf buffer = channel.alloc().buffer(4 + bytes.length);
        buffer.writeInt(bytes.length);
        buffer.writeBytes(bytes);
        return channel.writeAndFlush(buffer);
    }

    static HandshakeMessage read(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return HandshakeMessage.decode(bytes);
    }
}
