package io.sluice.benchmarks.contestant;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The kernel's TCP through {@code java.nio}: blocking channels, messages gathered to 64 KiB a write. */
public final class Tcp implements Contestant {
    private static final int CHUNK = 64 * 1024;

    @Override
    public AutoCloseable start(Workload workload, Network network) throws IOException {
        Ends ends = new Ends(workload);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(network.serverAddress())) {
            InetSocketAddress target = network.towards((InetSocketAddress) listener.getLocalAddress());
            SocketChannel client = ends.own(SocketChannel.open(target));
            SocketChannel server = ends.own(listener.accept());
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ends.run("tcp-server", () -> unlessClosed(() -> serve(workload, server)));
            ends.run("tcp-client", () -> unlessClosed(() -> send(workload, client)));
            return ends;
        } catch (IOException | RuntimeException e) {
            ends.close();
            throw e;
        }
    }

    private static void unlessClosed(Ends.Work work) throws Exception {
        try {
            work.run();
        } catch (AsynchronousCloseException e) {
            // The end of the run.
        }
    }

    private static void serve(Workload workload, SocketChannel channel) throws IOException {
        ByteBuffer echoes = ByteBuffer.allocateDirect(CHUNK);
        MessageSplitter splitter = new MessageSplitter(workload.messageSize(), message -> {
            int position = message.position();
            if (workload.onMessage(message)) {
                echoes.put(message.position(position));
            }
        });
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        while (channel.read(chunk.clear()) >= 0) {
            splitter.feed(chunk.flip());
            writeFully(channel, echoes.flip());
            echoes.clear();
        }
    }

    private static void send(Workload workload, SocketChannel channel) throws IOException {
        MessageSplitter replies = new MessageSplitter(workload.messageSize(), workload::onReply);
        ByteBuffer chunk = ByteBuffer.allocateDirect(Math.max(CHUNK, workload.messageSize()));
        while (!workload.isStopped()) {
            chunk.clear();
            while (chunk.remaining() >= workload.messageSize() && workload.isReady()) {
                workload.write(chunk);
            }
            if (chunk.position() > 0) {
                writeFully(channel, chunk.flip());
            } else if (channel.read(chunk) >= 0) {
                replies.feed(chunk.flip());
            } else {
                return;
            }
        }
    }

    private static void writeFully(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
