package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.links;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Guarantee;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a publication keeps, refuses and gives up. */
@Timeout(60)
class PublicationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);

    private Publication publication(PublishRequest request) {
        run.connect();
        Publication publication = new Publication(run.session, run.session.takeNumber(), request);
        publication.begin();
        run.run(SECOND);
        return publication;
    }

    private static long trySendUntilFull(Publication publication, int bytes) throws SluiceException {
        long last = 0;
        for (var taken = publication.trySend(null, List.of(), new byte[bytes]); taken.isPresent();) {
            last = taken.getAsLong();
            taken = publication.trySend(null, List.of(), new byte[bytes]);
        }
        return last;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aFullStoreRefusesUntilTheGatewayConfirmsAndDropsNothing() throws Exception {
        run.first.confirming = false;
        Publication orders = publication(PublishRequest.to("orders").withMaxUnconfirmed(100, 1 << 20));
        assertThat(trySendUntilFull(orders, 10)).isEqualTo(100);
        run.run(SECOND);
        assertThat(orders.unconfirmed()).isEqualTo(100);
        assertThat(orders.trySend(null, List.of(), new byte[0])).isEmpty();
        run.first.confirmAll();
        run.run(SECOND);
        assertThat(trySendUntilFull(orders, 10)).isEqualTo(200);
        run.run(SECOND);
        run.first.confirmAll();
        run.run(SECOND);
        assertThat(orders.lastConfirmed()).isEqualTo(200);
        assertThat(run.cluster.published.keySet()).containsExactlyElementsOf(upTo(200));
    }

    @Test
    void bytesAreBoundedAsMessagesAre() throws Exception {
        run.first.confirming = false;
        Publication orders = publication(PublishRequest.to("orders").withMaxUnconfirmed(1_000_000, 100_000));
        assertThat(trySendUntilFull(orders, 10_000)).isEqualTo(10);
    }

    @Test
    void whatIsTakenWhileTheGatewayIsAwayArrivesInOrderWhenItIsBack() throws Exception {
        Publication orders = publication(PublishRequest.to("orders").withMaxUnconfirmed(500, 1 << 20));
        run.first.stop();
        assertThat(trySendUntilFull(orders, 10)).isEqualTo(500);
        run.run(Duration.ofSeconds(40));
        assertThat(orders.trySend(null, List.of(), new byte[0])).isEmpty();
        run.first.goOn();
        run.run(Duration.ofSeconds(5));
        assertThat(orders.lastConfirmed()).isEqualTo(500);
        assertThat(run.cluster.published.keySet()).containsExactlyElementsOf(upTo(500));
    }

    @Test
    void bestEffortMessagesTravelInDatagramsAndAreNotAwaited() throws Exception {
        Publication gauges = publication(PublishRequest.to("gauges").withGuarantee(Guarantee.BEST_EFFORT));
        for (int i = 0; i < 50; i++) {
            gauges.send(null, ("value " + i).getBytes(UTF_8));
        }
        run.run(SECOND);
        assertThat(run.first.inDatagrams.keySet()).containsExactlyElementsOf(upTo(50));
        assertThat(new String(run.first.inDatagrams.get(50L), UTF_8)).isEqualTo("value 49");
        assertThat(run.cluster.published).isEmpty();
        assertThat(gauges.awaitConfirmed(Duration.ZERO)).isTrue();
        assertThat(gauges.lastConfirmed()).isZero();
        assertThat(gauges.unconfirmed()).isZero();
        assertThat(gauges.dropped()).isZero();
    }

    @Test
    void bestEffortMessagesWithoutAConnectionAreDroppedAndCounted() throws Exception {
        Publication gauges = publication(PublishRequest.to("gauges").withGuarantee(Guarantee.BEST_EFFORT));
        run.first.answer = new Message.Failure(ErrorCode.NOT_READY, "starting");
        run.first.closeConnection();
        run.run(SECOND);
        for (int i = 0; i < 20; i++) {
            gauges.send(null, new byte[10]);
        }
        assertThat(gauges.dropped()).isEqualTo(20);
        run.first.answer = null;
        run.run(Duration.ofSeconds(5));
        gauges.send(null, new byte[10]);
        run.run(SECOND);
        assertThat(run.first.inDatagrams.keySet()).containsExactly(21L);
    }

    @Test
    void aBestEffortMessageThatFitsIntoNoDatagramGoesOnTheStream() throws Exception {
        Publication gauges = publication(PublishRequest.to("gauges").withGuarantee(Guarantee.BEST_EFFORT));
        gauges.send(null, new byte[5000]);
        run.run(SECOND);
        assertThat(run.first.inDatagrams).isEmpty();
        assertThat(run.cluster.published.keySet()).containsExactly(1L);
        assertThat(gauges.dropped()).isZero();
    }

    @Test
    void whatAnOperatorPausesStaysPausedOverAReconnectAndLosesNothing() throws Exception {
        Publication orders = publication(PublishRequest.to("orders"));
        orders.trySend(null, List.of(), new byte[1]);
        run.run(SECOND);
        run.first.pausePublisher(true);
        run.run(SECOND);
        assertThat(orders.isPaused()).isTrue();

        orders.trySend(null, List.of(), new byte[1]);
        run.run(SECOND);
        run.first.closeConnection();
        run.run(Duration.ofSeconds(10));
        assertThat(run.first.heard).last().isEqualTo(new Message.Pause());
        assertThat(run.cluster.published.keySet()).containsExactly(1L);

        run.first.pausePublisher(false);
        run.run(SECOND);
        assertThat(orders.isPaused()).isFalse();
        assertThat(run.cluster.published.keySet()).containsExactly(1L, 2L);
        assertThat(orders.unconfirmed()).isZero();
    }
}
