package io.sluice.benchmarks.gateway;

import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.session.Guarantee;
import java.util.List;

/** Two clients of the gateway; on the way every message is in Kafka. */
final class SluiceRelay implements Relay {
    private static final byte[] KEY = {1};

    private final Tail tail;
    private final Clients sender;
    private final Publication publication;

    SluiceRelay(Bed bed, Guarantee guarantee, Taker taker) throws Exception {
        Topics.ensure(bed.kafka(), BareRelay.TOPIC, 1);
        tail = new SluiceTail(bed, BareRelay.TOPIC, List.of((partition, offset, value) -> taker.take(value)));
        sender = new Clients(bed, "relay", 1);
        publication = sender.all().getFirst().publish(PublishRequest.to(BareRelay.TOPIC).withGuarantee(guarantee));
    }

    @Override
    public void send(byte[] message) throws Exception {
        publication.send(KEY, message);
    }

    @Override
    public void throwIfFailed() throws Exception {
        tail.throwIfFailed();
    }

    @Override
    public void close() {
        publication.close();
        sender.close();
        tail.close();
    }
}
