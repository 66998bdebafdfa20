package io.sluice.benchmarks.contestant;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Netty's QUIC codec (quiche), one stream, with segmentation offload (GSO) where it sends and coalescing (GRO) where it
 * receives, datagrams of 1200 bytes, CUBIC, and windows that never limit it.
 */
public final class NettyQuic implements Contestant {
    private static final int DATAGRAM = 1200;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int SEGMENTS = 32;
    private static final long WINDOW = 64L * 1024 * 1024;
    private static final int GATHERED = 16 * 1024;
    private static final String PROTOCOL = "sluice-bench";

    @Override
    public AutoCloseable start(Workload workload, Network network) throws Exception {
        Certificates certificates = new Certificates();
        Ends ends = new Ends(workload);
        EventLoopGroup serverLoop = UdpOverEpoll.loop(ends);
        EventLoopGroup clientLoop = UdpOverEpoll.loop(ends);

        QuicSslContext serverTls = QuicSslContextBuilder.forServer(certificates.keys(), "benchmarks")
                .applicationProtocols(PROTOCOL).build();
        QuicServerCodecBuilder serverCodec = tuned(new QuicServerCodecBuilder()).sslContext(serverTls)
                .tokenHandler(InsecureQuicTokenHandler.INSTANCE).option(
                        QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                        EpollQuicUtils.newSegmentedAllocator(SEGMENTS))
                .streamHandler(new Server(workload));
        Channel server = bind(serverLoop, serverCodec.build(), network.serverAddress());

        InetSocketAddress target = network.towards((InetSocketAddress) server.localAddress());
        QuicSslContext clientTls = QuicSslContextBuilder.forClient().trustManager(certificates.trust())
                .endpointIdentificationAlgorithm(null)
                .applicationProtocols(PROTOCOL).build();
        Channel client = bind(clientLoop, tuned(new QuicClientCodecBuilder()).sslContext(clientTls).build(),
                new InetSocketAddress(target.getAddress(), 0));
        try {
            QuicChannel connection = QuicChannel.newBootstrap(client).option(
                    QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                    EpollQuicUtils.newSegmentedAllocator(SEGMENTS)).handler(new ChannelInboundHandlerAdapter())
                    .streamHandler(new ChannelInboundHandlerAdapter()).remoteAddress(target).connect()
                    .get(15, TimeUnit.SECONDS);
            QuicStreamChannel stream = connection.createStream(QuicStreamType.BIDIRECTIONAL, new Client(workload))
                    .get(15, TimeUnit.SECONDS);
            stream.config().setWriteBufferWaterMark(new WriteBufferWaterMark(512 * 1024, 1024 * 1024));
        } catch (Exception e) {
            ends.close();
            throw e;
        }
        return ends;
    }

    private static <B extends QuicCodecBuilder<B>> B tuned(B builder) {
        return builder.maxIdleTimeout(30, TimeUnit.SECONDS).initialMaxData(WINDOW)
                .initialMaxStreamDataBidirectionalLocal(
                        WINDOW)
                .initialMaxStreamDataBidirectionalRemote(WINDOW).initialMaxStreamsBidirectional(16)
                .maxSendUdpPayloadSize(DATAGRAM).maxRecvUdpPayloadSize(65_527)
                .congestionControlAlgorithm(QuicCongestionControlAlgorithm.CUBIC);
    }

    private static Channel bind(EventLoopGroup loop, ChannelHandler codec, InetSocketAddress local)
            throws InterruptedException {
        return new Bootstrap().group(loop).channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER).option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(EpollChannelOption.UDP_GRO, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(65_535))
                .handler(codec).bind(local).sync().channel();
    }

    @ChannelHandler.Sharable
    private static final class Server extends ChannelInboundHandlerAdapter {
        private final Workload workload;

        Server(Workload workload) {
            this.workload = workload;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            MessageSplitter splitter = new MessageSplitter(workload.messageSize(), message -> {
                int position = message.position();
                if (workload.onMessage(message)) {
                    ChannelFuture _ = context.write(context.alloc().directBuffer(workload.messageSize())
                            .writeBytes(message.position(position)), context.voidPromise());
                }
            });
            context.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext inner, Object bytes) {
                    feed(splitter, bytes);
                }

                @Override
                public void channelReadComplete(ChannelHandlerContext inner) {
                    inner.flush();
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext inner, Throwable cause) {
                    workload.fail(cause);
                }
            });
        }
    }

    private static void feed(MessageSplitter splitter, Object bytes) {
        try {
            for (ByteBuffer each : ((ByteBuf) bytes).nioBuffers()) {
                splitter.feed(each);
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    private static final class Client extends ChannelInboundHandlerAdapter {
        private final Workload workload;
        private final MessageSplitter replies;

        Client(Workload workload) {
            this.workload = workload;
            this.replies = new MessageSplitter(workload.messageSize(), workload::onReply);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().execute(() -> pump(context));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            feed(replies, bytes);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            pump(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            pump(context);
        }

        private void pump(ChannelHandlerContext context) {
            int size = workload.messageSize();
            boolean wrote = false;
            while (context.channel().isWritable() && workload.isReady()) {
                // As an application with many messages at hand would: a write call for several.
                int room = Math.max(size, GATHERED / size * size);
                ByteBuf gathered = context.alloc().directBuffer(room, room);
                while (gathered.isWritable() && workload.isReady()) {
                    int at = gathered.writerIndex();
                    workload.write(gathered.internalNioBuffer(at, size));
                    gathered.writerIndex(at + size);
                }
                ChannelFuture _ = context.write(gathered, context.voidPromise());
                wrote = true;
            }
            if (wrote) {
                context.flush();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            workload.fail(cause);
        }
    }
}
