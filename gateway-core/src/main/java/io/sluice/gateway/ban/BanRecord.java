package io.sluice.gateway.ban;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;

/**
 * A {@link Ban} as JSON in the cluster's topic of bans, where its address is the key.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param until ISO-8601 instant
 * @param by who banned it
 * @param reason for people
 * @param at ISO-8601 instant
 */
public record BanRecord(int schema, String until, String by, String reason, String at) {
    public static final int SCHEMA = 1;

    @JsonbCreator
    public BanRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("until") String until,
            @JsonbProperty("by") String by,
            @JsonbProperty("reason") String reason,
            @JsonbProperty("at") String at) {
        this.schema = schema;
        this.until = until;
        this.by = by;
        this.reason = reason;
        this.at = at;
    }

    static BanRecord of(Ban ban) {
        return new BanRecord(SCHEMA, ban.until().toString(), ban.by(), ban.reason(), ban.at().toString());
    }

    /** @throws java.time.DateTimeException if a time is none */
    Ban toBan(String address) {
        return new Ban(address, Instant.parse(until), by, reason, Instant.parse(at));
    }
}
