package io.sluice.gateway.control;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * The newest command for a renderer, as JSON in the topic of control. Its id is its offset there and one: the order of the
 * partition is the order of commands. It says all that is needed to follow it, for those before it are compacted away.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param action name of the {@link io.sluice.crsp.session.Action}
 * @param item that is played
 * @param position offset, or byte of a file, where to begin in it
 * @param place id of the command that said item and position; 0 for this one
 * @param startAtMillis when to follow it, since 1970 UTC; 0 for at once
 * @param by who gave it, for people
 * @param session of the controller
 * @param request number of the request in that session's stream: the same one is not written twice
 * @param atMillis when it was taken
 */
public record CommandRecord(
        int schema,
        String action,
        ItemRecord item,
        long position,
        long place,
        long startAtMillis,
        String by,
        String session,
        long stream,
        long request,
        long atMillis) {
    public static final int SCHEMA = 1;

    @JsonbCreator
    public CommandRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("action") String action,
            @JsonbProperty("item") ItemRecord item,
            @JsonbProperty("position") long position,
            @JsonbProperty("place") long place,
            @JsonbProperty("startAtMillis") long startAtMillis,
            @JsonbProperty("by") String by,
            @JsonbProperty("session") String session,
            @JsonbProperty("stream") long stream,
            @JsonbProperty("request") long request,
            @JsonbProperty("atMillis") long atMillis) {
        this.schema = schema;
        this.action = action;
        this.item = item;
        this.position = position;
        this.place = place;
        this.startAtMillis = startAtMillis;
        this.by = by;
        this.session = session;
        this.stream = stream;
        this.request = request;
        this.atMillis = atMillis;
    }
}
