package io.sluice.gateway.ingest;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.RecordWriter;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** At least once: each message as soon as Kafka takes it, without waiting for others of a transaction. */
final class IdempotentPath implements IngestPath {
    private final EventLoop loop;
    private final RecordWriter writer;
    private final Listener listener;
    private final TreeMap<Long, Written> unconfirmed = new TreeMap<>();

    private static final class Written {
        private final int bytes;
        private boolean done;

        private Written(int bytes) {
            this.bytes = bytes;
        }
    }

    IdempotentPath(EventLoop loop, RecordWriter writer, Listener listener) {
        this.loop = loop;
        this.writer = writer;
        this.listener = listener;
    }

    @Override
    public void write(long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        Written written = new Written(bytes);
        unconfirmed.put(sequence, written);
        Answers.toLoop(loop, writer.write(record), metadata -> {
            written.done = true;
            confirm();
        }, failure -> listener.onRefused(sequence, failure));
    }

    /** A later message may be written before an earlier one of another partition. */
    private void confirm() {
        long last = -1;
        long bytes = 0;
        while (!unconfirmed.isEmpty() && unconfirmed.firstEntry().getValue().done) {
            var first = unconfirmed.pollFirstEntry();
            last = first.getKey();
            bytes += first.getValue().bytes;
        }
        if (last >= 0) {
            listener.onConfirmed(last, bytes);
        }
    }
}
