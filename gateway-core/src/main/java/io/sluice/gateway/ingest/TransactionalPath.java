package io.sluice.gateway.ingest;

import io.sluice.gateway.session.Session;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Exactly once: messages and the number of the last of them in one transaction. */
final class TransactionalPath implements IngestPath, ShardSource {
    private final Session session;
    private final byte[] key;
    private final Listener listener;

    TransactionalPath(Session session, long stream, Listener listener) {
        this.session = session;
        this.key = ShardKeys.progress(session.id().toString(), stream);
        this.listener = listener;
    }

    @Override
    public void write(long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        session.write(this, sequence, record, bytes);
    }

    @Override
    public byte[] progressKey() {
        return key;
    }

    @Override
    public void onCommitted(long lastSequence, long offset, long bytes) {
        listener.onConfirmed(lastSequence, bytes);
    }

    @Override
    public void onRefused(long sequence, Throwable cause) {
        listener.onRefused(sequence, cause);
    }
}
