package io.sluice.gateway.config;

import java.time.Duration;

/**
 * Limits of delivery. Each setting is a MicroProfile Config property and, in capitals with underscores, an environment
 * variable.
 *
 * @param ringBytes {@code sluice.delivery.ring.bytes}: bytes of a partition's newest records kept to be shared.
 *     Default 8 MiB
 * @param catchUpReaders {@code sluice.delivery.catchup.readers}: how many read older records, each with a thread and a
 *     connection to Kafka. Default 2
 * @param cacheBytes {@code sluice.delivery.catchup.cache.bytes}: bytes of older records kept, of all partitions
 *     together. Default 32 MiB
 * @param tailDelay {@code sluice.delivery.tail.delay}: how long new records may wait in the gateway before readers that
 *     catch up get less. Default 5 ms
 * @param catchUpRate {@code sluice.delivery.catchup.rate.min}: bytes a second that readers that catch up get together,
 *     however long new records wait. Default 8 MiB
 * @param topicRefresh {@code sluice.delivery.topic.refresh}: how often topics that are delivered are looked at for new
 *     partitions, deletion and brokers that are away; one question for all of them. Default 3 s
 */
public record DeliverySettings(long ringBytes, int catchUpReaders, long cacheBytes, Duration tailDelay,
        long catchUpRate, Duration topicRefresh) {
    /** What holds if nothing is set. */
    public static final DeliverySettings DEFAULT = new DeliverySettings(
            8L * 1024 * 1024, 2, 32L * 1024 * 1024, Duration.ofMillis(5), 8L * 1024 * 1024, Duration.ofSeconds(3));

    public DeliverySettings {
        GatewayConfig.check(ringBytes >= 1024, "sluice.delivery.ring.bytes must be at least 1024", ringBytes);
        GatewayConfig.check(
                catchUpReaders >= 1 && catchUpReaders <= 64,
                "sluice.delivery.catchup.readers must be 1 to 64",
                catchUpReaders);
        GatewayConfig.check(
                cacheBytes >= 1024 * 1024, "sluice.delivery.catchup.cache.bytes must be at least 1048576", cacheBytes);
        GatewayConfig.checkWithin(
                tailDelay, "sluice.delivery.tail.delay", Duration.ofMillis(1), Duration.ofSeconds(10));
        GatewayConfig.check(
                catchUpRate >= 64 * 1024, "sluice.delivery.catchup.rate.min must be at least 65536", catchUpRate);
        GatewayConfig.check(
                topicRefresh.toMillis() >= 500, "sluice.delivery.topic.refresh must be at least 500 ms", topicRefresh);
    }
}
