package io.sluice.benchmarks.gateway;

import java.io.IOException;

/**
 * What the broker counted of one topic since its start.
 *
 * @param in bytes that producers wrote
 * @param out bytes that consumers read
 */
record TopicTraffic(long in, long out) {
    static TopicTraffic now(JvmProbe broker, String topic) throws IOException {
        return new TopicTraffic(counter(broker, "BytesInPerSec", topic), counter(broker, "BytesOutPerSec", topic));
    }

    private static long counter(JvmProbe broker, String name, String topic) throws IOException {
        return broker.counter("kafka.server:type=BrokerTopicMetrics,name=%s,topic=%s".formatted(name, topic), "Count");
    }

    /** How often each byte that was written since then was read. */
    double readsSince(TopicTraffic before) {
        return (double) (out - before.out) / (in - before.in);
    }
}
