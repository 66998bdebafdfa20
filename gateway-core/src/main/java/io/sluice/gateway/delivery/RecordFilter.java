package io.sluice.gateway.delivery;

import io.sluice.crsp.session.Filter;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Whether a record is one of those that a client asked for. */
final class RecordFilter {
    private RecordFilter() {}

    static boolean matches(Filter filter, ConsumerRecord<byte[], byte[]> record) {
        return switch (filter) {
            case Filter.All() -> true;
            case Filter.Key(byte[] key) -> Arrays.equals(key, record.key());
            case Filter.KeyPrefix(byte[] prefix) -> beginsWith(record.key(), prefix);
            case Filter.HeaderValue wanted -> hasHeader(record, wanted);
        };
    }

    private static boolean beginsWith(byte @Nullable [] key, byte[] prefix) {
        return key != null
                && key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean hasHeader(ConsumerRecord<byte[], byte[]> record, Filter.HeaderValue wanted) {
        for (Header header : record.headers().headers(wanted.name())) {
            if (Arrays.equals(header.value(), wanted.value())) {
                return true;
            }
        }
        return false;
    }
}
