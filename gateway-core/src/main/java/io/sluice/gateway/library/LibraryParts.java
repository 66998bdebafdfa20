package io.sluice.gateway.library;

import io.sluice.gateway.config.LibrarySettings;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.ingest.IngestBudget;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.session.SessionContext;

/**
 * What a library is made of.
 *
 * @param budget of the bytes of chunks that are on their way to Kafka; shared with other messages of clients
 * @param contentPartitions of the topic with the chunks
 * @param maxMessageBytes the largest message that is taken from a client
 */
public record LibraryParts(
        LibrarySettings settings,
        SessionContext context,
        KafkaClients clients,
        InternalTopics topics,
        TopicCatalog catalog,
        DeliveryService delivery,
        IngestBudget budget,
        int contentPartitions,
        int maxMessageBytes) {
}
