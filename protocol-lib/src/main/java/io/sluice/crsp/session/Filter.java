package io.sluice.crsp.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a topic are delivered. The bytes are shared with the caller and must not be changed; what is longer
 * than its limit is an IllegalArgumentException.
 */
public sealed interface Filter {
    /** The most bytes of a key, a prefix or a header's value. */
    int MAX_BYTES = 4096;

    /** The most bytes of a header's name, in UTF-8. */
    int MAX_NAME_BYTES = 256;

    /** Every record. */
    record All() implements Filter {}

    /** Records of this very key. */
    record Key(byte[] key) implements Filter {
        public Key {
            bound("key", key.length, MAX_BYTES);
        }
    }

    /** Records whose key begins with these bytes. */
    record KeyPrefix(byte[] prefix) implements Filter {
        public KeyPrefix {
            bound("key prefix", prefix.length, MAX_BYTES);
        }
    }

    /**
     * Records that have a header of this name with this value, alone or among others of the name.
     *
     * @param value null for a header whose value is null
     */
    record HeaderValue(String name, byte @Nullable [] value) implements Filter {
        public HeaderValue(String name, byte @Nullable [] value) {
            bound("header's name", name.getBytes(StandardCharsets.UTF_8).length, MAX_NAME_BYTES);
            bound("header's value", value == null ? 0 : value.length, MAX_BYTES);
            this.name = name;
            this.value = value;
        }
    }

    private static void bound(String what, int bytes, int limit) {
        if (bytes > limit) {
            throw new IllegalArgumentException(
                    "the " + what + " to filter by has " + bytes + " bytes, and at most " + limit + " are allowed");
        }
    }
}
