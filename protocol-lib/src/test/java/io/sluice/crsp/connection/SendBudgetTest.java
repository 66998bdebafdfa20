package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What many connections hold together, under the virtual clock. */
class SendBudgetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SIZE = 10_000;
    private static final int MESSAGES = 200;
    private static final long LIMIT = 2 << 20;

    private static final LinkSettings LINK = LinkSettings.builder()
            .delay(Duration.ofMillis(10), Duration.ofMillis(10)).bytesPerSecond(20_000_000).queueBytes(1 << 20).build();

    private final SimulatedNetwork network = new SimulatedNetwork(LINK, 1);
    private final SendBudget budget = new SendBudget(LIMIT);
    private final List<Peer> receivers = new ArrayList<>();
    private final List<Peer> senders = new ArrayList<>();

    private void connect(int count) {
        for (int i = 0; i < count; i++) {
            Peer receiver = new Peer(network, new InetSocketAddress("127.0.1." + (i + 1), 4650),
                    ConnectionConfig.DEFAULT);
            Peer sender = new Peer(network, new InetSocketAddress("127.0.2." + (i + 1), 4650),
                    ConnectionConfig.DEFAULT.withSendBudget(budget));
            receivers.add(receiver);
            senders.add(sender);
            for (int message = 0; message < MESSAGES; message++) {
                sender.toSend.add(new byte[SIZE]);
            }
            sender.connect(receiver.address);
        }
    }

    private static long held(Peer sender) {
        Stream stream = sender.stream;
        return stream == null ? 0 : stream.buffered();
    }

    @Test
    void manyStreamsWhosePeersDoNotReadHoldNoMoreThanTheBudget() {
        connect(40);
        receivers.forEach(receiver -> receiver.reading = false);
        network.runTo(10 * SECOND);

        long sum = senders.stream().mapToLong(SendBudgetTest::held).sum();
        assertThat(budget.used()).isEqualTo(sum).isBetween(LIMIT / 2, LIMIT + 40L * SIZE);
        assertThat(senders).allSatisfy(sender -> assertThat(held(sender)).isPositive());
    }

    @Test
    void allMessagesArriveAlthoughEveryStreamHasLittle() {
        connect(40);
        assertThat(network.runUntil(
                () -> receivers.stream().allMatch(receiver -> receiver.received.size() == MESSAGES), 120 * SECOND))
                .isTrue();
        assertThat(network.runUntil(() -> budget.used() == 0, 10 * SECOND)).isTrue();
    }

    @Test
    void aConnectionThatEndsGivesBackWhatItHeld() {
        connect(2);
        receivers.forEach(receiver -> receiver.reading = false);
        network.runTo(5 * SECOND);
        assertThat(budget.used()).isPositive();
        for (Peer sender : senders) {
            sender.transport().close(network.now(), ErrorCode.NO_ERROR, "enough");
        }

        assertThat(budget.used()).isZero();
        for (Peer sender : senders) {
            Objects.requireNonNull(sender.stream).reset(ErrorCode.NO_ERROR);
        }
        assertThat(budget.used()).as("not given back twice").isZero();
    }

    @Test
    void aFullBudgetLeavesEveryStreamAPacketOrTwo() {
        SendBudget full = new SendBudget(1);
        full.add(100_000);

        assertThat(full.share(1 << 20, false)).isEqualTo(2048);
        assertThat(full.share(1000, false)).isEqualTo(1000);
        assertThat(SendBudget.UNLIMITED.share(1 << 20, true)).isEqualTo(1 << 20);
        assertThatIllegalArgumentException().isThrownBy(() -> new SendBudget(0));
    }

    /** Whoever came first and is slow must not leave the others nothing. */
    @Test
    void theBackgroundLeavesHalfToTheOthers() {
        SendBudget half = new SendBudget(LIMIT);
        half.add(LIMIT / 2);

        assertThat(half.share(1 << 20, true)).isEqualTo(2048);
        assertThat(half.share(1 << 20, false)).isEqualTo(LIMIT / 2 / 8);
    }
}
