package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.CrspSecurity;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.Transmit;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * CRSP handshakes a second, both sides on one core, in memory: with the address check's round trip, with TLS or with a
 * ticket, until the client holds a new ticket. What ends the connections is not timed.
 */
final class CrspHandshakeTrial implements Trial {
    private static final int MAX_TURNS = 200;
    private static final int MAX_DATAGRAM = 65_535;
    private static final int BATCH = 50;
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);

    private final boolean resumed;
    private final InetSocketAddress serverAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    private final InetSocketAddress clientAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4651);
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(MAX_DATAGRAM));
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_DATAGRAM);

    /** A virtual clock, so that closing periods take no time. */
    private long now = 1;

    /** @param resumed whether all but the first come back with a ticket */
    CrspHandshakeTrial(boolean resumed) {
        this.resumed = resumed;
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        CrspSecurity security = CrspSecurity.secure();
        SecureRandom random = new SecureRandom();
        Endpoint server = new Endpoint(
                EndpointConfig.of(ConnectionConfig.DEFAULT, new byte[32], security.server()),
                remote -> (connection, event) -> {
                }, random);
        Endpoint client = new Endpoint(EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[32]), null, random);
        ClientSecurity.Tls tls = (ClientSecurity.Tls) security.client();
        Ticket ticket = handshake(client, server, tls);
        clear(client, server);
        ClientSecurity.Tls own = resumed ? tls.withTicket(ticket) : tls;
        count(client, server, own, pace.warmUp().toNanos());
        double rate = count(client, server, own, pace.measured().toNanos());
        return Map.of("handshakesPerSecond", rate, "microseconds", 1e6 / rate);
    }

    private double count(Endpoint client, Endpoint server, ClientSecurity security, long nanos) {
        long spent = 0;
        long handshakes = 0;
        do {
            long begun = System.nanoTime();
            for (int i = 0; i < BATCH && spent + System.nanoTime() - begun <= nanos; i++) {
                handshake(client, server, security);
                handshakes++;
            }
            spent += System.nanoTime() - begun;
            clear(client, server);
        } while (spent < nanos);
        return handshakes / (spent / 1e9);
    }

    private Ticket handshake(Endpoint client, Endpoint server, ClientSecurity security) {
        boolean[] established = {false};
        @Nullable
        ConnectionEvent[] closed = {null};
        EndpointConnection connection = client.connect(now, serverAddress, security, (entry, event) -> {
            established[0] |= event instanceof ConnectionEvent.Established;
            if (event instanceof ConnectionEvent.Closed) {
                closed[0] = event;
            }
        });
        for (int turn = 0; turn < MAX_TURNS && closed[0] == null; turn++) {
            exchange(client, server);
            if (established[0] && connection.connection().ticket() != null) {
                return Objects.requireNonNull(connection.connection().ticket());
            }
            // Such as an acknowledgement that waits.
            now += TimeUnit.MILLISECONDS.toNanos(1);
            client.onTimeout(now);
            server.onTimeout(now);
        }
        throw new IllegalStateException("a handshake did not end: " + closed[0]);
    }

    private void exchange(Endpoint client, Endpoint server) {
        boolean moved = true;
        while (moved) {
            moved = move(client, clientAddress, server);
            moved |= move(server, serverAddress, client);
        }
    }

    private boolean move(Endpoint from, InetSocketAddress source, Endpoint to) {
        boolean moved = false;
        while (from.pollTransmit(now, transmit)) {
            received.clear().put(transmit.buffer()).flip();
            transmit.buffer().clear();
            to.receive(now, source, received);
            moved = true;
        }
        return moved;
    }

    private void clear(Endpoint client, Endpoint server) {
        client.closeAll(now, ErrorCode.NO_ERROR, "");
        for (int turn = 0; turn < MAX_TURNS && !(client.isEmpty() && server.isEmpty()); turn++) {
            exchange(client, server);
            now += STEP;
            client.onTimeout(now);
            server.onTimeout(now);
        }
    }
}
