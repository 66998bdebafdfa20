package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.LATENCY;
import static io.sluice.crsp.connection.Wire.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses at the worst places. */
class LossScenarioTest {
    private static List<String> texts(Wire.Side side) {
        return side.messages.stream().map(message -> new String(message, UTF_8)).toList();
    }

    @Test
    void lastAckLostTenTimesDeliversOnce() {
        Wire wire = Wire.established();
        int[] lost = {0};
        wire.arrives = (target, datagram) -> target != wire.client || lost[0]++ >= 10;
        Stream stream = wire.client.open();
        stream.offer("the last".getBytes(UTF_8));
        stream.finish();
        assertThat(wire.runUntil(stream::isSendingComplete, wire.now + 30 * SECOND)).isTrue();
        assertThat(lost[0]).isGreaterThan(10);
        wire.run(5 * SECOND);
        assertThat(texts(wire.server)).containsExactly("the last");
        assertThat(wire.client.closed()).isNull();
    }

    @Test
    void anAnswerToCloseLostTenTimesStillClosesBothInOrder() {
        Wire wire = Wire.established();
        int[] lost = {0};
        wire.client.connection.shutdown(wire.now);
        wire.arrives = (target, datagram) -> target != wire.client || lost[0]++ >= 10;
        wire.run(5 * SECOND);
        assertThat(Objects.requireNonNull(wire.client.closed()).code()).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(wire.client.connection.isOver()).isTrue();
        assertThat(wire.server.connection.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theHandshakeSurvivesTheLossOfAnyOfItsDatagrams(int victim) {
        Wire wire = new Wire(ConnectionConfig.DEFAULT);
        int[] count = {0};
        wire.arrives = (target, datagram) -> ++count[0] != victim;
        assertThat(
                wire.runUntil(
                        () -> wire.client.connection.state() instanceof ConnectionState.Established
                                && wire.server.connection.state() instanceof ConnectionState.Established,
                        2 * SECOND))
                .isTrue();
        wire.client.open().offer("x".getBytes(UTF_8));
        wire.run(2 * SECOND);
        assertThat(texts(wire.server)).containsExactly("x");
    }

    @Test
    void everyDatagramTwiceIsAsGoodAsOnce() {
        Wire wire = Wire.established();
        List<byte[]> seen = new ArrayList<>();
        wire.arrives = (target, datagram) -> {
            if (target == wire.server) {
                seen.add(datagram);
            }
            return true;
        };
        Stream stream = wire.client.open();
        for (int i = 0; i < 200; i++) {
            stream.offer(("message " + i).getBytes(UTF_8));
        }
        wire.run(SECOND);
        long duplicates = wire.server.connection.statistics().packetsDuplicate();
        for (byte[] datagram : List.copyOf(seen)) {
            wire.inject(wire.server, datagram);
        }
        assertThat(wire.server.connection.statistics().packetsDuplicate()).isEqualTo(duplicates + seen.size());
        assertThat(wire.server.messages).hasSize(200);
    }

    /** Each packet comes with a few bits wrong first. */
    @Test
    void nothingCorruptIsEverDelivered() {
        Wire wire = Wire.established();
        SplittableRandom random = new SplittableRandom(4);
        List<Map.Entry<Wire.Side, byte[]>> corrupt = new ArrayList<>();
        wire.arrives = (target, datagram) -> {
            byte[] copy = datagram.clone();
            for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
                // Not in the id, or it would not come here at all.
                copy[random.nextInt(9, copy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (!java.util.Arrays.equals(copy, datagram)) {
                corrupt.add(Map.entry(target, copy));
            }
            return true;
        };
        Stream stream = wire.client.open();
        List<String> sent = new ArrayList<>();
        int injected = 0;
        for (int i = 0; i < 2000; i++) {
            String text = "message " + i;
            if (stream.offer(text.getBytes(UTF_8))) {
                sent.add(text);
            }
            wire.run(LATENCY / 4);
            for (Map.Entry<Wire.Side, byte[]> one : corrupt) {
                wire.inject(one.getKey(), one.getValue());
                injected++;
            }
            corrupt.clear();
        }
        wire.run(SECOND);
        assertThat(texts(wire.server)).isEqualTo(sent);
        long counted = wire.server.connection.statistics().packetsCorrupt()
                + wire.client.connection.statistics().packetsCorrupt();
        assertThat(counted).isBetween((long) injected - 10, (long) injected);
        assertThat(wire.client.closed()).isNull();
        assertThat(wire.server.closed()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void manyStreamsKeepTheirOrderOverALossyPath(long seed) {
        Wire wire = Wire.established();
        SplittableRandom random = new SplittableRandom(seed);
        wire.arrives = (target, datagram) -> random.nextInt(4) != 0;
        int streams = 40;
        int each = 50;
        for (int s = 0; s < streams; s++) {
            Stream stream = wire.client.open();
            for (int i = 0; i < each; i++) {
                byte[] message = new byte[random.nextInt(20, 2000)];
                byte[] text = (s + ":" + i + ":").getBytes(UTF_8);
                System.arraycopy(text, 0, message, 0, text.length);
                assertThat(stream.offer(message)).isTrue();
            }
        }
        assertThat(wire.runUntil(() -> wire.server.messages.size() == streams * each, wire.now + 120 * SECOND))
                .isTrue();
        Map<String, Integer> next = new HashMap<>();
        for (String text : texts(wire.server)) {
            String[] parts = text.split(":", -1);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
        }
        assertThat(next).hasSize(streams);
    }

    @Test
    void anOutageOfTenSecondsIsOverSoonAfterTheLinkIsBack() {
        Wire wire = Wire.established();
        wire.arrives = (target, datagram) -> false;
        Stream stream = wire.client.open();
        stream.offer("through the gap".getBytes(UTF_8));
        wire.run(10 * SECOND);
        wire.arrives = (target, datagram) -> true;
        long back = wire.now;
        assertThat(wire.runUntil(() -> !wire.server.messages.isEmpty(), back + 5 * SECOND)).isTrue();
        // Probes never wait longer than a second.
        assertThat(wire.now - back).isLessThan(SECOND + 5 * LATENCY);
    }

    @Test
    void streamsBeyondThePeersLimitWaitForOthersToEnd() {
        ConnectionConfig few = ConnectionConfig.DEFAULT.withLimits(1000, 4);
        Wire wire = Wire.established(few);
        List<Stream> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(wire.client.open());
        }
        assertThat(wire.client.connection.openStream()).isNull();
        for (Stream stream : open) {
            stream.offer(new byte[]{1});
            stream.finish();
        }
        wire.run(SECOND);
        wire.server.opened.forEach(Stream::finish);
        wire.run(SECOND);
        assertThat(wire.client.connection.openStream()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aCloseDuringTheHandshakeReachesTheClientSoon(int victim) {
        Wire wire = new Wire(ConnectionConfig.DEFAULT);
        assertThat(
                wire.runUntil(
                        () -> {
                            if (wire.server.connection.state() instanceof ConnectionState.Established) {
                                wire.server.connection.close(wire.now, ErrorCode.NOT_READY, "not yet");
                                return true;
                            }
                            return false;
                        },
                        SECOND))
                .isTrue();
        int[] count = {0};
        wire.arrives = (target, datagram) -> ++count[0] != victim;
        assertThat(wire.runUntil(() -> wire.client.closed() != null, wire.now + SECOND)).isTrue();
        assertThat(Objects.requireNonNull(wire.client.closed()).code()).isEqualTo(ErrorCode.NOT_READY);
    }

    @Test
    void aGracefulCloseDeliversWhatWasOffered() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        for (int i = 0; i < 100; i++) {
            assertThat(stream.offer(new byte[2000])).isTrue();
        }
        wire.client.connection.shutdown(wire.now);
        assertThat(
                wire.runUntil(
                        () -> {
                            wire.server.opened.stream().filter(Stream::isEnded).forEach(Stream::finish);
                            return wire.client.closed() != null;
                        },
                        wire.now + 4 * SECOND))
                .isTrue();
        assertThat(wire.server.messages).hasSize(100);
        assertThat(Objects.requireNonNull(wire.client.closed()).code()).isEqualTo(ErrorCode.NO_ERROR);
    }
}
