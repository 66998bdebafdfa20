package io.sluice.gateway.delivery;

import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Header;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's filter, made ready to be asked for many records. */
sealed interface RecordFilter {
    /** Every record. */
    record All() implements RecordFilter {
        @Override
        public boolean matches(FetchedRecord record) {
            return true;
        }
    }

    /** Those of one key, which an index finds. */
    record Key(RecordKey key) implements RecordFilter {
        @Override
        public boolean matches(FetchedRecord record) {
            return key.equals(record.key());
        }
    }

    /** Those whose key begins so. */
    record KeyPrefix(byte[] prefix) implements RecordFilter {
        @Override
        public boolean matches(FetchedRecord record) {
            RecordKey key = record.key();
            return key != null && key.startsWith(prefix);
        }
    }

    /** Those with a header. */
    record HeaderValue(String name, byte @Nullable [] value) implements RecordFilter {
        @Override
        public boolean matches(FetchedRecord record) {
            for (Header header : record.headers()) {
                if (header.name().equals(name) && Arrays.equals(header.value(), value)) {
                    return true;
                }
            }
            return false;
        }
    }

    boolean matches(FetchedRecord record);

    static RecordFilter of(Filter filter) {
        return switch (filter) {
            case Filter.All() -> new All();
            case Filter.Key(byte[] key) -> new Key(new RecordKey(key));
            case Filter.KeyPrefix(byte[] prefix) -> new KeyPrefix(prefix);
            case Filter.HeaderValue wanted -> new HeaderValue(wanted.name(), wanted.value());
        };
    }
}
