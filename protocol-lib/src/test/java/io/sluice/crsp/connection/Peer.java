package io.sluice.crsp.connection;

import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application at one end of a simulated connection: sends what it is given, keeps what it gets. */
final class Peer implements ConnectionHandler {
    static final byte[] SECRET = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    final InetSocketAddress address;
    final Endpoint endpoint;
    final List<byte[]> received = new ArrayList<>();
    final List<byte[]> datagrams = new ArrayList<>();
    final Deque<byte[]> toSend = new ArrayDeque<>();
    boolean reading = true;
    boolean finishWhenSent;
    boolean echoEnd = true;
    boolean established;
    int pathChanges;
    long lastReceivedAt;
    long closedAt = -1;
    @Nullable
    EndpointConnection connection;
    @Nullable
    Stream stream;
    @Nullable
    CloseReason closed;
    private final SimulatedNetwork network;

    Peer(SimulatedNetwork network, InetSocketAddress address, ConnectionConfig config) {
        this.network = network;
        this.address = address;
        this.endpoint = new Endpoint(EndpointConfig.plain(config, SECRET), remote -> this, network.newRandom());
        network.attach(address, endpoint);
    }

    void connect(InetSocketAddress gateway) {
        connection = endpoint.connect(network.now(), gateway, ClientSecurity.plain(), this);
    }

    @Override
    public void onEvent(EndpointConnection from, ConnectionEvent event) {
        connection = from;
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                established = true;
                if (!toSend.isEmpty() && stream == null) {
                    stream = from.connection().openStream();
                    pump();
                }
            }
            case ConnectionEvent.StreamOpened opened -> {
                stream = opened.stream();
                pump();
            }
            case ConnectionEvent.StreamReadable readable -> read(readable.stream());
            case ConnectionEvent.StreamWritable ignored -> pump();
            case ConnectionEvent.StreamDone ignored -> {
            }
            case ConnectionEvent.StreamsAllowed ignored -> {
            }
            case ConnectionEvent.DatagramsReadable ignored -> {
                Connection transport = from.connection();
                for (byte[] datagram = transport.pollDatagram(); datagram != null; datagram = transport
                        .pollDatagram()) {
                    datagrams.add(datagram);
                }
            }
            case ConnectionEvent.PathChanged ignored -> pathChanges++;
            case ConnectionEvent.Silent ignored -> {
            }
            case ConnectionEvent.Heard ignored -> {
            }
            case ConnectionEvent.Closed over -> {
                closed = over.reason();
                closedAt = network.now();
            }
        }
    }

    void read(Stream from) {
        if (!reading) {
            return;
        }
        for (byte[] message = from.poll(); message != null; message = from.poll()) {
            received.add(message);
            lastReceivedAt = network.now();
        }
        if (from.isEnded() && echoEnd) {
            from.finish();
        }
    }

    void pump() {
        Stream current = stream;
        if (current == null) {
            return;
        }
        while (!toSend.isEmpty() && current.offer(toSend.peek())) {
            toSend.remove();
        }
        if (toSend.isEmpty() && finishWhenSent) {
            current.finish();
        }
        wakeUp();
    }

    void wakeUp() {
        if (connection != null) {
            connection.wakeUp();
        }
    }

    Connection transport() {
        if (connection == null) {
            throw new AssertionError("not connected");
        }
        return connection.connection();
    }
}
