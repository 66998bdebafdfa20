package io.sluice.gateway.control;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Start;
import io.sluice.gateway.session.SeekTarget;
import io.sluice.gateway.session.SessionAction;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a controller, or an operator at another gateway, wants to be done to a session or its streams, as JSON in the topic of
 * control. The order of the partition is the order in which it is done.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param target number of the one stream concerned, or -1 for all that can
 * @param action name of an {@link Action}, but not of {@code PLAY}; of operators also {@code DISCONNECT} and {@code END}
 * @param to of seek: {@code earliest}, {@code latest}, {@code offset} or {@code time}; empty otherwise
 * @param value the offset, or the milliseconds since 1970 UTC; otherwise 0
 * @param by who wants it, for people
 * @param address from where, as the gateway saw it
 * @param gateway where it was taken
 * @param session of the controller, or what stands for the operators of a gateway
 * @param stream its number in that session
 * @param request number of the request in that stream: the same one is not followed twice
 * @param atMillis when it was taken
 * @param operator true if an operator wants it: the gateway where it was taken knows who that is, and writes it down
 */
public record SteerRecord(
        int schema,
        long target,
        String action,
        String to,
        long value,
        String by,
        String address,
        String gateway,
        String session,
        long stream,
        long request,
        long atMillis,
        boolean operator) {
    public static final int SCHEMA = 1;

    private static final long ALL = -1;
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";
    private static final String OFFSET = "offset";
    private static final String TIME = "time";

    @JsonbCreator
    public SteerRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("target") long target,
            @JsonbProperty("action") String action,
            @JsonbProperty("to") String to,
            @JsonbProperty("value") long value,
            @JsonbProperty("by") String by,
            @JsonbProperty("address") String address,
            @JsonbProperty("gateway") String gateway,
            @JsonbProperty("session") String session,
            @JsonbProperty("stream") long stream,
            @JsonbProperty("request") long request,
            @JsonbProperty("atMillis") long atMillis,
            @JsonbProperty("operator") boolean operator) {
        this.schema = schema;
        this.target = target;
        this.action = action;
        this.to = to;
        this.value = value;
        this.by = by;
        this.address = address;
        this.gateway = gateway;
        this.session = session;
        this.stream = stream;
        this.request = request;
        this.atMillis = atMillis;
        this.operator = operator;
    }

    static SteerRecord of(SteeringPort from, Message.SteerStream wanted, String gateway, long now) {
        return of(from, wanted.requestId(), wanted.stream(), wanted.action().name(),
                wanted.action() == Action.SEEK ? wanted.start() : null, gateway, now, false);
    }

    /** @param stream the number of the one concerned, or null for all that can */
    static SteerRecord of(OperatorPort from, @Nullable Long stream, SessionAction wanted, String gateway, long now) {
        return of(from, from.request(), stream == null ? ALL : stream, wanted.verb().toUpperCase(Locale.ROOT),
                wanted instanceof SessionAction.Seek(SeekTarget to) ? to.toStart() : null, gateway, now, true);
    }

    private static SteerRecord of(SteeringPort from, long request, long target, String action, @Nullable Start start,
            String gateway, long now, boolean operator) {
        String to = switch (start) {
            case null -> "";
            case Start.Earliest() -> EARLIEST;
            case Start.Latest() -> LATEST;
            case Start.Offset ignored -> OFFSET;
            case Start.Timestamp ignored -> TIME;
            case Start.Positions ignored -> throw new IllegalArgumentException("no place of a stream of another");
        };
        long value = switch (start) {
            case Start.Offset(long offset) -> offset;
            case Start.Timestamp(long millis) -> millis;
            case null, default -> 0;
        };
        return new SteerRecord(SCHEMA, target, action, to, value, from.by(), from.address(), gateway,
                from.sessionId(), from.stream(), request, now, operator);
    }

    SteerRequest asked() {
        return new SteerRequest(session, stream, request);
    }

    /** The one stream concerned, or null. */
    @Nullable
    Long only() {
        return target < 0 ? null : target;
    }

    /** False if a newer gateway wants something that this one does not know. */
    boolean isKnown() {
        try {
            wanted();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    SessionAction wanted() {
        return switch (action) {
            case "PAUSE" -> new SessionAction.Pause();
            case "RESUME" -> new SessionAction.Resume();
            case "RESTART" -> new SessionAction.Restart();
            case "SEEK" -> new SessionAction.Seek(place());
            case "STOP" -> new SessionAction.Stop();
            case "DISCONNECT" -> new SessionAction.Disconnect();
            case "END" -> new SessionAction.End();
            default -> throw new IllegalArgumentException("nothing that can be done to a session: " + action);
        };
    }

    private SeekTarget place() {
        return switch (to) {
            case EARLIEST -> new SeekTarget.Earliest();
            case LATEST -> new SeekTarget.Latest();
            case OFFSET -> new SeekTarget.Offset(value);
            case TIME -> new SeekTarget.Time(Instant.ofEpochMilli(value));
            default -> throw new IllegalArgumentException("an unknown place: " + to);
        };
    }
}
