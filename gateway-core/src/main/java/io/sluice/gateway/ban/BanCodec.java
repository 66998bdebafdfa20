package io.sluice.gateway.ban;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.time.DateTimeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bans as records: the key is the address, the value a {@link BanRecord}, or null where it is banned no more. */
final class BanCodec {
    private final Jsonb jsonb;

    BanCodec(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    static byte[] key(String address) {
        return address.getBytes(UTF_8);
    }

    byte[] value(Ban ban) {
        return jsonb.toJson(BanRecord.of(ban)).getBytes(UTF_8);
    }

    /** @throws IllegalArgumentException if it is none, or of a newer form */
    BanEntry decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            throw new IllegalArgumentException("no address");
        }
        String address = BanAddress.text(BanAddress.parse(new String(key, UTF_8)));
        return new BanEntry(address, value == null ? null : decode(address, new String(value, UTF_8)));
    }

    private Ban decode(String address, String json) {
        try {
            BanRecord record = jsonb.fromJson(json, BanRecord.class);
            if (record.schema() != BanRecord.SCHEMA) {
                throw new IllegalArgumentException("a newer form of a ban: " + record.schema());
            }
            Objects.requireNonNull(record.by(), "by");
            Objects.requireNonNull(record.reason(), "reason");
            return record.toBan(address);
        } catch (JsonException | JsonbException | DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException("no ban: " + e.getMessage(), e);
        }
    }
}
