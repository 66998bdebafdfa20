package io.sluice.gateway.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a shard's records say, put together while they are read. */
public final class ShardContents {
    private static final Logger LOG = LoggerFactory.getLogger(ShardContents.class);

    private final SessionCodec codec;
    private final Map<String, SessionRecord> sessions = new HashMap<>();
    private final Map<String, Map<Long, Long>> progress = new HashMap<>();
    private @Nullable String claim;

    ShardContents(SessionCodec codec) {
        this.codec = codec;
    }

    /** Takes the next record in; one that cannot be read is logged and left out. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.US_ASCII);
        if (ShardKeys.isClaim(key)) {
            claim = record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
            return;
        }
        try {
            long stream = ShardKeys.streamOf(key);
            if (stream < 0) {
                addSession(key, record.value());
            } else {
                addProgress(ShardKeys.idOf(key), stream, record.value());
            }
        } catch (IllegalArgumentException e) {
            LOG.error("{}-{} at {}: what is stored under {} cannot be read: {}", record.topic(), record.partition(),
                    record.offset(), key, e.getMessage());
        }
    }

    private void addSession(String id, byte[] value) {
        if (value == null) {
            sessions.remove(id);
        } else {
            sessions.put(id, codec.decode(value));
        }
    }

    private void addProgress(String id, long stream, byte[] value) {
        if (value != null) {
            progress.computeIfAbsent(id, any -> new TreeMap<>()).put(stream, SessionCodec.decodeProgress(value));
            return;
        }
        Map<Long, Long> streams = progress.get(id);
        if (streams != null) {
            streams.remove(stream);
            if (streams.isEmpty()) {
                progress.remove(id);
            }
        }
    }

    /** The transactional id of the writer that did not give the shard back, or null. */
    public @Nullable String claim() {
        return claim;
    }

    /** Every session, its streams as far as they have come. Takes what was read out of this object. */
    public List<SessionRecord> takeSessions() {
        List<SessionRecord> all = new ArrayList<>(sessions.size());
        sessions.values().forEach(session -> {
            Map<Long, Long> streams = progress.remove(session.id());
            all.add(streams == null ? session : session.withProgress(streams));
        });
        sessions.clear();
        return all;
    }

    /** Keys of progress whose session is gone; after {@link #takeSessions}. */
    public List<byte[]> takeOrphans() {
        List<byte[]> keys = new ArrayList<>();
        progress.forEach((id, streams) -> streams.keySet().forEach(stream -> keys.add(ShardKeys.progress(id, stream))));
        progress.clear();
        return keys;
    }
}
