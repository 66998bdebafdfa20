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
 * What a controller wants to be done to streams of a session, as JSON in the topic of control. The order of the partition
 * is the order in which it is done.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param target number of the one stream concerned, or -1 for all that can
 * @param action name of an {@link Action}, but not of {@code PLAY}
 * @param to of seek: {@code earliest}, {@code latest}, {@code offset} or {@code time}; empty otherwise
 * @param value the offset, or the milliseconds since 1970 UTC; otherwise 0
 * @param by who wants it, for people
 * @param address from where, as the gateway saw it
 * @param gateway where it was taken
 * @param session of the controller
 * @param stream its number in that session
 * @param request number of the request in that stream: the same one is not followed twice
 * @param atMillis when it was taken
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
        long atMillis) {
    public static final int SCHEMA = 1;

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
            @JsonbProperty("atMillis") long atMillis) {
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
    }

    static SteerRecord of(SteeringPort from, Message.SteerStream wanted, String gateway, long now) {
        Start start = wanted.action() == Action.SEEK ? wanted.start() : null;
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
        return new SteerRecord(SCHEMA, wanted.stream(), wanted.action().name(), to, value, from.by(), from.address(),
                gateway, from.sessionId(), from.stream(), wanted.requestId(), now);
    }

    SteerRequest asked() {
        return new SteerRequest(session, stream, request);
    }

    /** The one stream concerned, or null. */
    @Nullable
    Long only() {
        return target < 0 ? null : target;
    }

    SessionAction wanted() {
        return switch (Action.valueOf(action)) {
            case PAUSE -> new SessionAction.Pause();
            case RESUME -> new SessionAction.Resume();
            case RESTART -> new SessionAction.Restart();
            case SEEK -> new SessionAction.Seek(place());
            case STOP -> new SessionAction.Stop();
            case PLAY -> throw new IllegalArgumentException("no stream can " + action.toLowerCase(Locale.ROOT));
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
