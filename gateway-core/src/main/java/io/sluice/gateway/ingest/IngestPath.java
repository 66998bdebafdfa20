package io.sluice.gateway.ingest;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A way of messages into Kafka. On the event loop's thread. */
interface IngestPath {
    /** Writes a message; the listener is told, if anyone is to be. */
    void write(long sequence, ProducerRecord<byte[], byte[]> record, int bytes);

    /** Told on the event loop's thread. */
    interface Listener {
        /** Everything up to this number is in Kafka; {@code bytes} were given for it. */
        void onConfirmed(long sequence, long bytes);

        /** Kafka refuses a message for good. */
        void onRefused(long sequence, Throwable cause);
    }
}
