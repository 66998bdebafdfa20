package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.session.Presence;
import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * A renderer and its last state, as JSON in the topic of control.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param kind what it is, for people
 * @param session whose it is: as long as that is not over no other session may have the name
 * @param stream its number in that session
 * @param gateway where it is connected, or was last
 * @param presence name of a {@link Presence}
 * @param command id of the newest that it has acknowledged
 * @param state name of a {@link PlaybackState}
 * @param code name of an {@link ErrorCode}
 * @param atMillis when that state began, by the renderer's clock
 * @param seenMillis when this was written, by the gateway's clock
 */
public record RendererRecord(
        int schema,
        String kind,
        String session,
        long stream,
        String gateway,
        String presence,
        long command,
        String state,
        ItemRecord item,
        long position,
        long buffered,
        long rate,
        String code,
        String text,
        long atMillis,
        long seenMillis) {
    public static final int SCHEMA = 1;

    /** What the sessions of renderers begin with that have none of the protocol: their gateway keeps them. */
    static final String KEPT_BY_GATEWAY = "gateway/";

    @JsonbCreator
    public RendererRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("kind") String kind,
            @JsonbProperty("session") String session,
            @JsonbProperty("stream") long stream,
            @JsonbProperty("gateway") String gateway,
            @JsonbProperty("presence") String presence,
            @JsonbProperty("command") long command,
            @JsonbProperty("state") String state,
            @JsonbProperty("item") ItemRecord item,
            @JsonbProperty("position") long position,
            @JsonbProperty("buffered") long buffered,
            @JsonbProperty("rate") long rate,
            @JsonbProperty("code") String code,
            @JsonbProperty("text") String text,
            @JsonbProperty("atMillis") long atMillis,
            @JsonbProperty("seenMillis") long seenMillis) {
        this.schema = schema;
        this.kind = kind;
        this.session = session;
        this.stream = stream;
        this.gateway = gateway;
        this.presence = presence;
        this.command = command;
        this.state = state;
        this.item = item;
        this.position = position;
        this.buffered = buffered;
        this.rate = rate;
        this.code = code;
        this.text = text;
        this.atMillis = atMillis;
        this.seenMillis = seenMillis;
    }

    /** One that has done nothing yet. */
    static RendererRecord begin(String kind, String session, long stream, String gateway, long now) {
        return new RendererRecord(SCHEMA, kind, session, stream, gateway, Presence.HERE.name(), 0,
                PlaybackState.IDLE.name(), ItemRecord.of(new Item.None()), 0, 0, 0, ErrorCode.NO_ERROR.name(), "", now,
                now);
    }

    RendererRecord with(Message.RendererState said, long now) {
        return new RendererRecord(schema, kind, session, stream, gateway, presence, said.commandId(),
                said.state().name(), ItemRecord.of(said.item()), said.position(), said.buffered(), said.rate(),
                said.code().name(), said.text(), said.atMillis(), now);
    }

    RendererRecord with(Presence where, String at, long now) {
        return new RendererRecord(schema, kind, session, stream, at, where.name(), command, state, item, position,
                buffered, rate, code, text, atMillis, now);
    }

    /** True if nobody but the renderer's gateway knows whether it is over. */
    boolean isKeptByGateway() {
        return session.startsWith(KEPT_BY_GATEWAY);
    }

    /** True while no other session may have the name. */
    boolean isTaken() {
        return !presence.equals(Presence.GONE.name());
    }
}
