package io.sluice.gateway.kafka;

import io.sluice.gateway.config.GatewayConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/**
 * Makes Kafka clients from the gateway's settings. Every property under {@code sluice.kafka.client.} is handed to all of
 * them, so that TLS and SASL of a user's own cluster are set there.
 */
public final class KafkaClients {
    private static final String PREFIX = "sluice.kafka.client.";

    private final Map<String, Object> common = new HashMap<>();

    public KafkaClients(GatewayConfig config, Config source) {
        for (String name : source.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                source.getOptionalValue(name, String.class)
                        .ifPresent(value -> common.put(name.substring(PREFIX.length()), value));
            }
        }
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        common.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        // A cluster that comes back under other addresses is found again through the configured ones (KIP-899).
        common.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
    }

    /** An admin client; the caller closes it. */
    public Admin admin(String name) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return Admin.create(properties);
    }

    /**
     * An idempotent producer that never gives a record up on its own: an unreachable Kafka is waited for. The caller
     * closes it.
     */
    public Producer<byte[], byte[]> producer(String name) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer without a group that only reads what is committed. The caller closes it. */
    public Consumer<byte[], byte[]> consumer(String name, int maxRecords) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
