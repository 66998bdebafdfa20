package io.sluice.gateway.sequence;

import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.SessionContext;

/** What sequences need. */
public record SequenceServices(
        SessionContext context, SequenceTopic topic, TopicCatalog catalog, DeliveryService delivery) {
}
