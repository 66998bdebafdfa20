package io.sluice.gateway.kafka;

import io.sluice.gateway.config.GatewayConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
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
    /** What a consumer that is to go elsewhere waits at most for a fetch that is under way. */
    private static final int FETCH_WAIT_MILLIS = 200;
    /** New records come at once all the same; what is not there need not be asked for several times a second. */
    private static final int FOLLOWER_WAIT_MILLIS = 2_000;

    /** For {@link #follower}s, which have nothing to commit or leave: they do not wait for the fetch under way. */
    public static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    /**
     * Of several requests under way to a partition that has just come into being, the broker may refuse the first, because
     * the partition is not led yet, and take the second. It then refuses the first for ever, and a producer that never gives
     * up never goes on (KAFKA-15591). With one under way at a time the first is sent again before the second.
     */
    private static final int IN_FLIGHT = 1;

    private static final int TRANSACTION_REQUEST_MILLIS = 5_000;

    private final Map<String, Object> common = new HashMap<>();

    public KafkaClients(GatewayConfig config, Config source) {
        ExpectedRetries.keepOutOfLog();
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
        return producer(name, 1);
    }

    /**
     * As the other.
     *
     * @param lingerMillis how long a record waits for company
     */
    public Producer<byte[], byte[]> producer(String name, int lingerMillis) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A producer of transactions, of which a newer one of the same id takes the right to write. The caller closes it.
     *
     * @param timeoutMillis after which Kafka ends a transaction whose producer is gone
     */
    public Producer<byte[], byte[]> transactionalProducer(String id, int timeoutMillis) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMillis);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        // Transactions are batches already: waiting for more would only add to their latency.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_REQUEST_MILLIS);
        // Before Kafka ends the transaction, which would also end the producer.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.max(timeoutMillis / 10 * 8, TRANSACTION_REQUEST_MILLIS));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A member of a consumer group that says which partitions are whose, and reads nothing. The caller closes it.
     *
     * @param instance the member's name, the same after a restart
     * @param protocol {@code consumer} (KIP-848) or {@code classic}
     */
    public Consumer<byte[], byte[]> member(String name, String group, String instance, String protocol) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
        if (protocol.equals("classic")) {
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 60_000);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer without a group that only reads what is committed. The caller closes it. */
    public Consumer<byte[], byte[]> consumer(String name, int maxRecords) {
        return consumer(name, maxRecords, FETCH_WAIT_MILLIS);
    }

    /**
     * As the other, for one topic that it follows for as long as it lives: it goes nowhere else. The caller closes it
     * {@link #AT_ONCE}.
     */
    public Consumer<byte[], byte[]> follower(String name, int maxRecords) {
        return consumer(name, maxRecords, FOLLOWER_WAIT_MILLIS);
    }

    /**
     * As the other.
     *
     * @param waitMillis how long Kafka holds a fetch for which there is nothing yet. A consumer has one fetch under way at
     *     a time, and one ahead of what it has just read: if it goes elsewhere then, it first waits for that one
     */
    public Consumer<byte[], byte[]> consumer(String name, int maxRecords, int waitMillis) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, waitMillis);
        // The system's own, which grows: Kafka's 64 KiB hold a sixteenth of an answer, and the broker would wait for each.
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
