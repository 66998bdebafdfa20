package io.sluice.gateway.sequence;

import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.gateway.delivery.FetchedRecord;
import io.sluice.gateway.store.StoredSequence;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;

/**
 * Generated numbers in Kafka. A record's key names its sequence, the header {@value #INDEX} its index, the value is the
 * number in decimal: people can read the topic.
 *
 * @param name of the topic
 * @param partitions how many it has
 */
public record SequenceTopic(String name, int partitions) {
    /** The header with the index, from 0. */
    public static final String INDEX = "index";

    /** The partition that all numbers of a sequence go to. */
    TopicPartition partition(String key) {
        int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
        return new TopicPartition(name, hash % partitions);
    }

    /** One number. */
    ProducerRecord<byte[], byte[]> record(String key, StoredSequence sequence, long index) {
        String value = Long.toString(SequenceNumbers.value(sequence.seed(), index));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                name,
                partition(key).partition(),
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.US_ASCII));
        record.headers().add(new RecordHeader(INDEX, Long.toString(index).getBytes(StandardCharsets.US_ASCII)));
        return record;
    }

    /** The index in a record of the sequence topic, or -1 if it has none. */
    static long indexOf(FetchedRecord record) {
        long index = -1;
        for (Header header : record.headers()) {
            byte[] value = header.value();
            if (header.name().equals(INDEX) && value != null) {
                index = Long.parseLong(new String(value, StandardCharsets.US_ASCII));
            }
        }
        return index;
    }

    static long valueOf(FetchedRecord record) {
        byte[] value = Objects.requireNonNull(record.value(), "a number's record has a value");
        return Long.parseUnsignedLong(new String(value, StandardCharsets.US_ASCII));
    }
}
