package io.sluice.gateway.ingest;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;

/**
 * What streams into Kafka need.
 *
 * @param writer for what goes without a transaction
 */
public record IngestServices(EventLoop loop, TopicCatalog catalog, RecordWriter writer, IngestBudget budget,
        IngestCounters counters) {
}
