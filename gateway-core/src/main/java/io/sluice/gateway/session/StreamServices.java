package io.sluice.gateway.session;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import io.sluice.gateway.sequence.SequenceService;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What sessions and streams work with.
 *
 * @param clock of what is stored
 * @param random for session ids and sequences: a secure one
 */
public record StreamServices(
        EventLoop loop,
        Clock clock,
        RandomGenerator random,
        TopicCatalog catalog,
        DeliveryService delivery,
        RecordWriter writer,
        SequenceService sequences) {}
