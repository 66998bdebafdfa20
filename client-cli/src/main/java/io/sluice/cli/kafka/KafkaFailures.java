package io.sluice.cli.kafka;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says in sentences what Kafka's clients say in exceptions. */
final class KafkaFailures {

    private KafkaFailures() {}

    static CliException unreachable(String bootstrapServers, Throwable cause) {
        return new CliException(
                ExitCode.UNREACHABLE,
                "Kafka cannot be reached at " + bootstrapServers,
                "Start it with './sluice up', or name your own with --bootstrap-server HOST:PORT.",
                cause);
    }

    static CliException missingTopic(String topic, Throwable cause) {
        return new CliException(
                ExitCode.USAGE,
                "there is no topic '" + topic + "'",
                "Create it with 'sluice topics create " + topic + "', or see what is there with 'sluice topics list'.",
                cause);
    }

    /** Translates any failure of a Kafka client; {@code topic} is the one that was worked on. */
    static CliException translate(Throwable cause, String bootstrapServers, String topic) {
        return switch (cause) {
            case ConfigException e -> badBootstrap(bootstrapServers, e);
            case UnknownTopicOrPartitionException e -> missingTopic(topic, e);
            case TopicExistsException e ->
                new CliException(
                        ExitCode.USAGE, "the topic '" + topic + "' exists already", "Choose another name.", e);
            case InvalidTopicException e ->
                new CliException(
                        ExitCode.USAGE,
                        "'" + topic + "' cannot be the name of a topic",
                        "Use letters, digits, '.', '_' and '-', at most 249 of them.",
                        e);
            case AuthenticationException e -> denied(e);
            case AuthorizationException e -> denied(e);
            case InvalidPartitionsException e -> refused(e);
            case InvalidReplicationFactorException e -> refused(e);
            case InvalidConfigurationException e -> refused(e);
            case PolicyViolationException e -> refused(e);
            case RecordTooLargeException e -> refused(e);
            case RetriableException e -> unreachable(bootstrapServers, e);
            default ->
                new CliException(
                        ExitCode.FAILURE, "Kafka failed: " + cause, "Run again with --verbose to see where.", cause);
        };
    }

    private static CliException badBootstrap(String bootstrapServers, ConfigException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("No resolvable bootstrap urls")) {
            return unreachable(bootstrapServers, cause);
        }
        return new CliException(
                ExitCode.USAGE,
                "'" + bootstrapServers + "' is no list of Kafka brokers",
                "Write --bootstrap-server HOST:PORT, several separated by commas.",
                cause);
    }

    private static CliException refused(RuntimeException cause) {
        return new CliException(ExitCode.USAGE, "Kafka refused: " + cause.getMessage(), "", cause);
    }

    private static CliException denied(RuntimeException cause) {
        return new CliException(
                ExitCode.FAILURE,
                "Kafka denied access: " + cause.getMessage(),
                "Ask its administrator for the right to do this.",
                cause);
    }
}
