package io.sluice.benchmarks.contestant;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * KCP (java-Kcp's state machine on {@code java.nio}) set for speed: no congestion window, an update every 10 ms and at
 * once after whatever happens, retransmission after two later acknowledgements, small messages packed together, and a
 * checksum on each datagram, because KCP has none of its own.
 */
public final class Kcp implements Contestant {
    private static final int CONVERSATION = 7;
    private static final int DATAGRAM = 1200;
    private static final int CHECKSUM = 4;
    private static final int GATHERED = 16 * 1024;
    private static final int INTERVAL_MILLIS = 10;
    private static final int FAST_RESEND = 2;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    private final int window;

    /** @param window packets under way at most; without a congestion window this is what limits the sender */
    public Kcp(int window) {
        this.window = window;
    }

    @Override
    public AutoCloseable start(Workload workload, Network network) throws IOException {
        Ends ends = new Ends(workload);
        End server = new End(ends, network.serverAddress());
        InetSocketAddress target = network.towards(server.localAddress());
        End client = new End(ends, new InetSocketAddress(target.getAddress(), 0));
        client.peer = target;
        ends.run("kcp-server", () -> server.serve(workload));
        ends.run("kcp-client", () -> client.send(workload));
        return ends;
    }

    /** One socket, one conversation, one thread. */
    private final class End {
        private final DatagramChannel channel;
        private final Selector selector;
        private final kcp.Kcp machine;
        private final CRC32C checksum = new CRC32C();
        private final ByteBuffer incoming = ByteBuffer.allocateDirect(65_535);
        private final ByteBuffer outgoing = ByteBuffer.allocateDirect(DATAGRAM);
        private @Nullable SocketAddress peer;

        End(Ends ends, InetSocketAddress local) throws IOException {
            selector = ends.own(Selector.open());
            channel = ends.own(DatagramChannel.open());
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(local).configureBlocking(false).register(selector, SelectionKey.OP_READ);
            machine = new kcp.Kcp(CONVERSATION, (data, from) -> transmit(data));
            machine.setMtu(DATAGRAM - CHECKSUM);
            machine.setSndWnd(window);
            machine.setRcvWnd(window);
            machine.nodelay(true, INTERVAL_MILLIS, FAST_RESEND, true);
            machine.setStream(true);
            machine.setByteBufAllocator(PooledByteBufAllocator.DEFAULT);
        }

        InetSocketAddress localAddress() throws IOException {
            return (InetSocketAddress) channel.getLocalAddress();
        }

        void serve(Workload workload) throws IOException {
            MessageSplitter splitter = new MessageSplitter(workload.messageSize(), message -> {
                int position = message.position();
                if (workload.onMessage(message)) {
                    ByteBuf answer = Unpooled.directBuffer(workload.messageSize());
                    machine.send(answer.writeBytes(message.position(position)));
                    answer.release();
                }
            });
            while (!workload.isStopped()) {
                turn(splitter);
            }
            machine.release();
        }

        void send(Workload workload) throws IOException {
            MessageSplitter replies = new MessageSplitter(workload.messageSize(), workload::onReply);
            while (!workload.isStopped()) {
                while (workload.isReady() && machine.waitSnd() < 2 * window) {
                    gather(workload);
                }
                turn(replies);
            }
            machine.release();
        }

        private void gather(Workload workload) {
            int size = workload.messageSize();
            int room = Math.max(size, GATHERED / size * size);
            ByteBuf gathered = PooledByteBufAllocator.DEFAULT.directBuffer(room, room);
            while (gathered.isWritable() && workload.isReady()) {
                int at = gathered.writerIndex();
                workload.write(gathered.internalNioBuffer(at, size));
                gathered.writerIndex(at + size);
            }
            machine.send(gathered);
            gathered.release();
        }

        /** Sends what waits, waits for a datagram or the next deadline, takes what came. */
        private void turn(MessageSplitter messages) throws IOException {
            if (peer != null) {
                long now = System.currentTimeMillis();
                machine.update(now);
                machine.flush(false, now);
            }
            try {
                selector.select(INTERVAL_MILLIS);
                selector.selectedKeys().clear();
            } catch (ClosedSelectorException e) {
                return;
            }
            receive();
            List<ByteBuf> received = new ArrayList<>();
            while (machine.recv(received) > 0) {
                for (ByteBuf each : received) {
                    messages.feed(each.nioBuffer());
                    each.release();
                }
                received.clear();
            }
        }

        private void receive() throws IOException {
            for (int i = 0; i < window; i++) {
                SocketAddress from;
                try {
                    from = channel.receive(incoming.clear());
                } catch (PortUnreachableException e) {
                    continue;
                }
                if (from == null) {
                    return;
                }
                incoming.flip();
                if (isIntact()) {
                    peer = from;
                    ByteBuf datagram = PooledByteBufAllocator.DEFAULT.directBuffer(incoming.remaining());
                    machine.input(datagram.writeBytes(incoming), true, System.currentTimeMillis());
                    datagram.release();
                }
            }
        }

        private boolean isIntact() {
            int end = incoming.limit() - CHECKSUM;
            if (end <= 0) {
                return false;
            }
            int expected = incoming.getInt(end);
            checksum.reset();
            checksum.update(incoming.limit(end));
            incoming.rewind();
            return (int) checksum.getValue() == expected;
        }

        private void transmit(ByteBuf data) {
            outgoing.clear().limit(data.readableBytes());
            data.getBytes(data.readerIndex(), outgoing);
            data.release();
            checksum.reset();
            checksum.update(outgoing.flip());
            outgoing.limit(outgoing.limit() + CHECKSUM).putInt((int) checksum.getValue()).flip();
            try {
                channel.send(outgoing, peer);
            } catch (IOException e) {
                // As lost on the way.
            }
        }
    }
}
