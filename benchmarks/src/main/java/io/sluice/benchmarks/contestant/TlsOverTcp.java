package io.sluice.benchmarks.contestant;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS 1.3 with AES-128-GCM on the kernel's TCP, messages gathered to a TLS record (16 KiB) a write. */
public final class TlsOverTcp implements Contestant {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {"TLS_AES_128_GCM_SHA256"};
    private static final int RECORD = 16 * 1024;

    @Override
    public AutoCloseable start(Workload workload, Network network) throws Exception {
        SSLContext tls = new Certificates().tls();
        Ends ends = new Ends(workload);
        InetSocketAddress local = network.serverAddress();
        SSLServerSocket listener = ends.own((SSLServerSocket) tls.getServerSocketFactory()
                .createServerSocket(local.getPort(), 1, local.getAddress()));
        listener.setEnabledProtocols(PROTOCOLS);
        listener.setEnabledCipherSuites(SUITES);
        ends.run("tls-server", () -> unlessClosed(workload, () -> {
            try (SSLSocket server = (SSLSocket) listener.accept()) {
                server.setTcpNoDelay(true);
                serve(workload, server);
            }
        }));
        InetSocketAddress target = network.towards((InetSocketAddress) listener.getLocalSocketAddress());
        SSLSocket client = ends.own((SSLSocket) tls.getSocketFactory().createSocket(target.getAddress(), target
                .getPort()));
        client.setTcpNoDelay(true);
        client.setEnabledProtocols(PROTOCOLS);
        client.setEnabledCipherSuites(SUITES);
        client.startHandshake();
        ends.run("tls-client", () -> unlessClosed(workload, () -> send(workload, client)));
        return ends;
    }

    private static void unlessClosed(Workload workload, Ends.Work work) throws Exception {
        try {
            work.run();
        } catch (SocketException | EOFException e) {
            if (!workload.isStopped()) {
                throw e;
            }
        }
    }

    private static void serve(Workload workload, SSLSocket socket) throws IOException {
        ByteBuffer echoes = ByteBuffer.allocate(2 * RECORD);
        MessageSplitter splitter = new MessageSplitter(workload.messageSize(), message -> {
            int position = message.position();
            if (workload.onMessage(message)) {
                echoes.put(message.position(position));
            }
        });
        byte[] chunk = new byte[RECORD];
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            splitter.feed(ByteBuffer.wrap(chunk, 0, length));
            if (echoes.position() > 0) {
                out.write(echoes.array(), 0, echoes.position());
                echoes.clear();
            }
        }
    }

    private static void send(Workload workload, SSLSocket socket) throws IOException {
        MessageSplitter replies = new MessageSplitter(workload.messageSize(), workload::onReply);
        ByteBuffer chunk = ByteBuffer.allocate(Math.max(RECORD, workload.messageSize()));
        byte[] answer = new byte[RECORD];
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        while (!workload.isStopped()) {
            chunk.clear();
            while (chunk.remaining() >= workload.messageSize() && workload.isReady()) {
                workload.write(chunk);
            }
            if (chunk.position() > 0) {
                out.write(chunk.array(), 0, chunk.position());
                continue;
            }
            int length = in.read(answer);
            if (length < 0) {
                return;
            }
            replies.feed(ByteBuffer.wrap(answer, 0, length));
        }
    }
}
