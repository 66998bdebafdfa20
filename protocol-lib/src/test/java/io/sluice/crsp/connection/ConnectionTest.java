package io.sluice.crsp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest {
    private static final long SECOND = 1_000_000_000L;

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    private static final class Pair {
        final SimulatedNetwork network;
        final Peer client;
        final Peer server;

        Pair(LinkSettings link, long seed, ConnectionConfig config) {
            network = new SimulatedNetwork(link, seed);
            server = new Peer(network, address(1), config);
            client = new Peer(network, address(2), config);
        }

        void connect() {
            client.connect(server.address);
        }

        boolean runUntilBothClosed(long deadline) {
            return network.runUntil(() -> client.closed != null && server.closed != null, deadline);
        }
    }

    private static Pair perfect() {
        return new Pair(LinkSettings.perfect(), 1, ConnectionConfig.DEFAULT);
    }

    private static LinkSettings lossy(double loss, double corruption, int maxDelayMillis) {
        return LinkSettings.builder()
                .loss(loss)
                .corruption(corruption)
                .delay(Duration.ZERO, Duration.ofMillis(maxDelayMillis))
                .build();
    }

    @Test
    void establishesAndDeliversAMessageEachWay() {
        Pair pair = perfect();
        pair.client.toSend.add("ping".getBytes(UTF_8));
        pair.server.toSend.add("pong".getBytes(UTF_8));
        pair.connect();
        assertTrue(
                pair.network.runUntil(
                        () -> pair.client.received.size() == 1 && pair.server.received.size() == 1, SECOND));
        assertEquals("ping", new String(pair.server.received.getFirst(), UTF_8));
        assertEquals("pong", new String(pair.client.received.getFirst(), UTF_8));
    }

    @ParameterizedTest(name = "loss {0}, corruption {1}, delay up to {2} ms, seed {3}")
    @CsvSource({
        "0,0,0,1", "0,0,0,2", "0,0,0,3",
        "0,0,100,1", "0,0,100,2", "0,0,100,3",
        "0.1,0.1,100,1", "0.1,0.1,100,2", "0.1,0.1,100,3",
        "0.3,0.3,100,1", "0.3,0.3,100,2", "0.3,0.3,100,3"
    })
    void lossyLinkDeliversExactlyOnceInOrderBothWaysAndCloses(
            double loss, double corruption, int maxDelay, long seed) {
        Pair pair = new Pair(lossy(loss, corruption, maxDelay), seed, ConnectionConfig.DEFAULT);
        for (Peer peer : new Peer[]{pair.client, pair.server}) {
            for (int i = 0; i < 1000; i++) {
                peer.toSend.add(("message " + i).getBytes(UTF_8));
            }
            byte[] large = new byte[12_345];
            new SplittableRandom(seed).nextBytes(large);
            peer.toSend.add(large);
            peer.finishWhenSent = true;
        }
        pair.connect();
        assertTrue(
                pair.network.runUntil(
                        () -> pair.client.received.size() >= 1001 && pair.server.received.size() >= 1001,
                        60 * SECOND),
                () -> pair.client.received.size() + " and " + pair.server.received.size() + " messages");
        long lastDatum = Math.max(pair.client.lastReceivedAt, pair.server.lastReceivedAt);
        pair.client.transport().shutdown(pair.network.now());
        pair.server.transport().shutdown(pair.network.now());
        pair.client.wakeUp();
        pair.server.wakeUp();
        assertTrue(pair.runUntilBothClosed(lastDatum + 5 * SECOND), "not closed within 5 s");
        for (Peer peer : new Peer[]{pair.client, pair.server}) {
            assertEquals(1001, peer.received.size());
            for (int i = 0; i < 1000; i++) {
                assertEquals("message " + i, new String(peer.received.get(i), UTF_8));
            }
            byte[] expected = new byte[12_345];
            new SplittableRandom(seed).nextBytes(expected);
            assertArrayEquals(expected, peer.received.get(1000));
            assertEquals(ErrorCode.NO_ERROR, closeOf(peer).code());
        }
    }

    private static CloseReason closeOf(Peer peer) {
        @Nullable
        CloseReason closed = peer.closed;
        assertNotNull(closed);
        return closed;
    }

    @Test
    void silenceEndsTheConnectionAfterTheIdleTimeout() {
        Pair pair = perfect();
        pair.client.toSend.add("x".getBytes(UTF_8));
        pair.connect();
        pair.network.runUntil(() -> pair.server.received.size() == 1, SECOND);
        pair.network.cutAll(true);
        assertTrue(pair.runUntilBothClosed(17 * SECOND));
        assertEquals(Origin.TIMEOUT, closeOf(pair.client).origin());
        assertEquals(ErrorCode.IDLE_TIMEOUT, closeOf(pair.server).code());
    }

    @Test
    void heartbeatsKeepAnIdleConnectionAlive() {
        Pair pair = perfect();
        pair.client.toSend.add("x".getBytes(UTF_8));
        pair.connect();
        pair.network.runTo(600 * SECOND);
        assertEquals(null, pair.client.closed);
        assertTrue(pair.client.transport().statistics().packetsSent() < 400, "heartbeats only when idle");
    }

    @Test
    void aCutShorterThanTheIdleTimeoutIsSurvived() {
        Pair pair = perfect();
        pair.client.toSend.add("before".getBytes(UTF_8));
        pair.connect();
        pair.network.runUntil(() -> pair.server.received.size() == 1, SECOND);
        pair.network.cutAll(true);
        pair.client.toSend.add("during".getBytes(UTF_8));
        pair.client.pump();
        pair.network.runTo(10 * SECOND);
        pair.network.cutAll(false);
        assertTrue(pair.network.runUntil(() -> pair.server.received.size() == 2, 13 * SECOND));
    }

    @Test
    void aRestartedGatewayResetsTheConnectionAtOnce() {
        Pair pair = perfect();
        pair.client.toSend.add("x".getBytes(UTF_8));
        pair.connect();
        pair.network.runUntil(() -> pair.server.received.size() == 1, SECOND);
        new Peer(pair.network, pair.server.address, ConnectionConfig.DEFAULT);
        pair.client.toSend.add("y".getBytes(UTF_8));
        pair.client.pump();
        assertTrue(pair.network.runUntil(() -> pair.client.closed != null, 3 * SECOND));
        assertEquals(Origin.STATELESS_RESET, closeOf(pair.client).origin());
    }

    @Test
    void aGoodbyeToAGatewayThatHasForgottenEndsAsItWasMeant() {
        Wire wire = Wire.established(ConnectionConfig.DEFAULT);
        byte[] reset = new byte[41];
        reset[0] = 0x40;
        ByteBuffer.wrap(reset).putLong(1, Wire.CLIENT_ID).put(25, Wire.RESET_TOKEN);
        wire.client.connection.close(wire.now, ErrorCode.NO_ERROR, "enough");
        wire.inject(wire.client, reset);
        CloseReason reason = Objects.requireNonNull(wire.client.closed());
        assertEquals(Origin.APPLICATION, reason.origin());
        assertEquals(ErrorCode.NO_ERROR, reason.code());
    }

    @Test
    void noGatewayEndsInAHandshakeTimeout() {
        SimulatedNetwork network = new SimulatedNetwork(LinkSettings.perfect(), 1);
        Peer client = new Peer(network, address(2), ConnectionConfig.DEFAULT);
        client.connect(address(1));
        assertTrue(network.runUntil(() -> client.closed != null, 11 * SECOND));
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, closeOf(client).code());
    }

    /** 400 ms there and back, and 500 ms of patience with who says nothing. */
    private static Pair slow() {
        LinkSettings link = LinkSettings.builder().delay(Duration.ofMillis(200), Duration.ofMillis(200)).build();
        return new Pair(link, 1, ConnectionConfig.DEFAULT.withHandshakeTimeout(Duration.ofMillis(500)));
    }

    @Test
    void aGatewayThatAnswersMayTakeLongerThanOneThatDoesNot() {
        Pair pair = slow();
        pair.client.toSend.add("x".getBytes(UTF_8));
        pair.connect();
        assertTrue(pair.network.runUntil(() -> !pair.server.received.isEmpty(), 3 * SECOND));
        assertNull(pair.client.closed);
    }

    @Test
    void aGatewayThatFallsSilentAfterItsFirstAnswerIsGivenUpAsOneThatNeverAnswered() {
        Pair pair = slow();
        pair.connect();
        pair.network.runTo(SECOND / 2 - SECOND / 20);
        pair.network.cutAll(true);
        assertTrue(pair.network.runUntil(() -> pair.client.closed != null, SECOND));
        assertEquals(ErrorCode.HANDSHAKE_TIMEOUT, closeOf(pair.client).code());
        assertEquals("the gateway answers too slowly", closeOf(pair.client).message());
    }

    @Test
    void aReceiverThatDoesNotReadStopsItsSenderWithinOneWindow() {
        Pair pair = perfect();
        pair.server.reading = false;
        for (int i = 0; i < 2000; i++) {
            pair.client.toSend.add(new byte[1000]);
        }
        pair.connect();
        pair.network.runTo(20 * SECOND);
        int window = ConnectionConfig.DEFAULT.streamWindow();
        int taken = (2000 - pair.client.toSend.size()) * 1000;
        assertTrue(taken <= window + ConnectionConfig.DEFAULT.sendBuffer(), taken + " bytes taken");
        pair.server.reading = true;
        pair.server.read(java.util.Objects.requireNonNull(pair.server.stream));
        pair.server.wakeUp();
        assertTrue(pair.network.runUntil(() -> pair.server.received.size() == 2000, 40 * SECOND));
    }

    @Test
    void messagesLargerThanTheWindowArrive() {
        ConnectionConfig small = ConnectionConfig.DEFAULT.withWindows(16 * 1024, 32 * 1024, 16 * 1024);
        Pair pair = new Pair(lossy(0.05, 0, 10), 3, small);
        byte[] huge = new byte[1_000_000];
        new SplittableRandom(5).nextBytes(huge);
        pair.client.toSend.add(huge);
        pair.client.toSend.add("after".getBytes(UTF_8));
        pair.connect();
        assertTrue(pair.network.runUntil(() -> pair.server.received.size() == 2, 120 * SECOND));
        assertArrayEquals(huge, pair.server.received.getFirst());
    }

    @Test
    void sameSeedSameRun() {
        long first = lossyRunFingerprint();
        assertEquals(first, lossyRunFingerprint());
    }

    private static long lossyRunFingerprint() {
        Pair pair = new Pair(lossy(0.2, 0.1, 50), 99, ConnectionConfig.DEFAULT);
        for (int i = 0; i < 300; i++) {
            pair.client.toSend.add(new byte[300]);
        }
        pair.connect();
        pair.network.runUntil(() -> pair.server.received.size() == 300, 60 * SECOND);
        return pair.network.now() * 31 + pair.client.transport().statistics().hashCode();
    }
}
