package io.sluice.gateway.session;

import io.sluice.gateway.store.ShardSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what sessions do. On the event loop's thread. */
interface SessionRecorder {
    /** Stores a session within seconds, unless it ends before. */
    void storeSoon(Session session);

    /** Stores a session and then goes on, if it could be stored. */
    void storeNow(Session session, Runnable then);

    /** Writes a message and its number as the progress of a stream of the session, in one transaction. */
    void write(Session session, ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes);

    /** Something happened that operators may want to know of. */
    void happened(Session session, SessionEventKind kind, String detail);

    /** A stream is over: its progress is of no use any more. */
    void forgetProgress(Session session, long stream);
}
