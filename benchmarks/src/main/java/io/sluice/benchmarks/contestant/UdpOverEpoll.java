package io.sluice.benchmarks.contestant;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bare datagrams through Netty's epoll transport: many a system call, or, with segmentation offload (GSO) and receive
 * coalescing (GRO), many at once through the kernel's network stack as well. Nothing is sent again.
 */
public final class UdpOverEpoll implements Contestant {
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    /** The kernel cuts at most 64 pieces (UDP_MAX_SEGMENTS), out of what fits one datagram. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_SEGMENTED = 65_000;
    private static final int MAX_COALESCED = 65_535;
    private static final int MAX_PLAIN = 2048;
    private static final int BATCH = 64;

    private final boolean segmented;

    /** @param segmented whether to use GSO and GRO */
    public UdpOverEpoll(boolean segmented) {
        this.segmented = segmented;
    }

    @Override
    public AutoCloseable start(Workload workload, Network network) throws Exception {
        Ends ends = new Ends(workload);
        EventLoopGroup serverLoop = loop(ends);
        EventLoopGroup clientLoop = loop(ends);
        Channel server = bootstrap(serverLoop, new Server(workload)).bind(network.serverAddress()).sync().channel();
        InetSocketAddress target = network.towards((InetSocketAddress) server.localAddress());
        Client handler = new Client(workload, target, segmented);
        bootstrap(clientLoop, handler).bind(new InetSocketAddress(target.getAddress(), 0)).sync();
        return ends;
    }

    static EventLoopGroup loop(Ends ends) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ends.own(() -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync());
        return group;
    }

    private Bootstrap bootstrap(EventLoopGroup loop, SimpleChannelInboundHandler<DatagramPacket> handler) {
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER).option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 2 << 20))
                .handler(handler);
        if (segmented) {
            return bootstrap.option(EpollChannelOption.UDP_GRO, true).option(ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(MAX_COALESCED));
        }
        return bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_PLAIN)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BATCH * MAX_PLAIN));
    }

    private static final class Server extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Workload workload;

        Server(Workload workload) {
            this.workload = workload;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            if (workload.onMessage(packet.content().nioBuffer())) {
                ChannelFuture _ = context.writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()),
                        context.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            workload.fail(cause);
        }
    }

    private static final class Client extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Workload workload;
        private final InetSocketAddress target;
        private final boolean segmented;

        Client(Workload workload, InetSocketAddress target, boolean segmented) {
            this.workload = workload;
            this.target = target;
            this.segmented = segmented;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().execute(() -> pump(context));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            workload.onReply(packet.content().nioBuffer());
            pump(context);
        }

        /** One batch; then the loop's other work has its turn. */
        private void pump(ChannelHandlerContext context) {
            if (workload.isStopped()) {
                return;
            }
            if (segmented) {
                writeSegments(context);
            } else {
                for (int i = 0; i < BATCH && workload.isReady(); i++) {
                    write(context, 1);
                }
            }
            context.flush();
            if (workload.isReady()) {
                context.executor().execute(() -> pump(context));
            } else {
                // A lost ping makes the workload ready again.
                Future<?> _ = context.executor().schedule(() -> repeatIfReady(context), 1, TimeUnit.SECONDS);
            }
        }

        private void repeatIfReady(ChannelHandlerContext context) {
            if (workload.isReady()) {
                pump(context);
            }
        }

        private void writeSegments(ChannelHandlerContext context) {
            int most = Math.min(MAX_SEGMENTS, MAX_SEGMENTED / workload.messageSize());
            for (int i = 0; i < 4 && workload.isReady(); i++) {
                write(context, most);
            }
        }

        private void write(ChannelHandlerContext context, int most) {
            int size = workload.messageSize();
            ByteBuf content = context.alloc().directBuffer(most * size, most * size);
            while (content.writableBytes() >= size && workload.isReady()) {
                int at = content.writerIndex();
                workload.write(content.internalNioBuffer(at, size));
                content.writerIndex(at + size);
            }
            DatagramPacket packet = content.readableBytes() > size
                    ? new SegmentedDatagramPacket(content, size, target)
                    : new DatagramPacket(content, target);
            ChannelFuture _ = context.write(packet, context.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            workload.fail(cause);
        }
    }
}
