package io.sluice.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A partition in memory. */
final class FakeLog {
    static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final List<FetchedRecord> records = new ArrayList<>();
    private long earliest;
    private long end;

    static FetchedRecord record(long offset, @Nullable String key, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("parity", (offset % 2 == 0 ? "even" : "odd").getBytes(StandardCharsets.UTF_8));
        return FetchedRecord.of(new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty()));
    }

    void append(@Nullable String key) {
        records.add(record(end, key, "value " + end));
        end++;
    }

    /** Offsets that no reader ever gets, as those of markers and of compacted records. */
    void skip(int offsets) {
        end += offsets;
    }

    void deleteBefore(long offset) {
        earliest = offset;
        records.removeIf(record -> record.offset() < offset);
    }

    long earliest() {
        return earliest;
    }

    long end() {
        return end;
    }

    /** What a fetch gives that begins here. */
    RecordRun read(long offset, int most) {
        int low = Collections.binarySearch(
                records.stream().map(FetchedRecord::offset).toList(), offset);
        int from = low < 0 ? -low - 1 : low;
        List<FetchedRecord> found = records.subList(from, Math.min(records.size(), from + most));
        long to = found.size() == most ? found.getLast().offset() + 1 : end;
        return new RecordRun(offset, Math.max(offset, to), found);
    }

    /** Offsets of all records from here that the filter lets through. */
    List<Long> matching(long offset, RecordFilter filter) {
        return records.stream()
                .filter(record -> record.offset() >= offset && filter.matches(record))
                .map(FetchedRecord::offset)
                .toList();
    }
}
