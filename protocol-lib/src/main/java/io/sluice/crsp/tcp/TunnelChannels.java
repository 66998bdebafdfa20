package io.sluice.crsp.tcp;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/** What the channels of both sides have in common. */
final class TunnelChannels {
    /** A packet and its length. */
    static final int MAX_FRAME = Short.BYTES + 65_535;

    private TunnelChannels() {}

    static SslHandler tls(SSLEngine engine, Duration timeout) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** Cuts what comes into packets and hands them on. */
    static void addPackets(ChannelPipeline pipeline, TunnelHandler handler) {
        pipeline.addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, Short.BYTES, 0, Short.BYTES));
        pipeline.addLast(handler);
    }
}
