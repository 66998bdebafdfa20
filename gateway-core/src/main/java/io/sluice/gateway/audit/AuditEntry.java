package io.sluice.gateway.audit;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * One action of an operator, as JSON in the cluster's audit topic.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param at ISO-8601 instant
 * @param gateway where it was done
 * @param user who did it
 * @param address from where, as the gateway saw it
 * @param action what, such as {@code pause}
 * @param target the session, topic, renderer or file it was done to
 * @param detail what else was said, such as where to seek; empty if nothing
 * @param outcome {@link #DONE}, or the code of the refusal
 */
public record AuditEntry(
        int schema,
        String at,
        String gateway,
        String user,
        String address,
        String action,
        String target,
        String detail,
        String outcome) {
    public static final int SCHEMA = 1;
    public static final String DONE = "DONE";

    @JsonbCreator
    public AuditEntry(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("at") String at,
            @JsonbProperty("gateway") String gateway,
            @JsonbProperty("user") String user,
            @JsonbProperty("address") String address,
            @JsonbProperty("action") String action,
            @JsonbProperty("target") String target,
            @JsonbProperty("detail") String detail,
            @JsonbProperty("outcome") String outcome) {
        this.schema = schema;
        this.at = at;
        this.gateway = gateway;
        this.user = user;
        this.address = address;
        this.action = action;
        this.target = target;
        this.detail = detail;
        this.outcome = outcome;
    }

    /** True if it is wanted; null asks for any. */
    boolean matches(@Nullable String wantedTarget, @Nullable String wantedUser, @Nullable String wantedAction) {
        return (wantedTarget == null || wantedTarget.equals(target))
                && (wantedUser == null || wantedUser.equals(user))
                && (wantedAction == null || wantedAction.equals(action));
    }
}
