package io.sluice.gateway.kafka;

import io.sluice.crsp.wire.ErrorCode;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Why Kafka does not do what an operator asks.
 *
 * @param code the name of the {@link ErrorCode}
 * @param text what to do, a sentence
 */
public record KafkaRefusal(Kind kind, String code, String text) {
    /** What kind of refusal it is. */
    public enum Kind {
        /** There is no such thing. */
        UNKNOWN,
        /** The gateway may not. */
        FORBIDDEN,
        /** Nobody answers. */
        UNAVAILABLE
    }

    /** There is no such partition. */
    public static final class PartitionUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PartitionUnknown(String topic, int partitions) {
            super("Topic " + topic + " has partitions 0 to " + (partitions - 1) + ".");
        }
    }

    /** What a failure means, or null if it is none of Kafka's. */
    public static @Nullable KafkaRefusal of(Throwable failure) {
        return switch (failure) {
            case UnknownTopicOrPartitionException ignored -> new KafkaRefusal(Kind.UNKNOWN,
                    ErrorCode.TOPIC_UNKNOWN.name(),
                    "There is no such topic. GET /api/v1/topics lists those that there are.");
            case InvalidTopicException ignored -> new KafkaRefusal(Kind.UNKNOWN, ErrorCode.TOPIC_UNKNOWN.name(),
                    "No topic can have this name. GET /api/v1/topics lists those that there are.");
            case PartitionUnknown unknown -> new KafkaRefusal(Kind.UNKNOWN, ErrorCode.PARTITION_UNKNOWN.name(),
                    String.valueOf(unknown.getMessage()));
            case TopicAuthorizationException ignored -> new KafkaRefusal(Kind.FORBIDDEN,
                    ErrorCode.TOPIC_FORBIDDEN.name(),
                    "Kafka does not let this gateway use the topic: grant its principal the rights.");
            case TimeoutException ignored -> new KafkaRefusal(Kind.UNAVAILABLE, ErrorCode.KAFKA_UNAVAILABLE.name(),
                    "Kafka does not answer. Look at /health/ready and try again.");
            default -> null;
        };
    }
}
