package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * What became of a {@link SteerRecord}, by the gateway that has the session, as JSON in the topic of control.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param session of the controller
 * @param stream its number in that session
 * @param request number of the request in that stream
 * @param streams how many it was done to
 * @param code name of an {@link ErrorCode}
 * @param text what to do then, for people
 * @param gateway that answers
 */
public record SteeredRecord(
        int schema, String session, long stream, long request, long streams, String code, String text, String gateway) {
    public static final int SCHEMA = 1;

    @JsonbCreator
    public SteeredRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("session") String session,
            @JsonbProperty("stream") long stream,
            @JsonbProperty("request") long request,
            @JsonbProperty("streams") long streams,
            @JsonbProperty("code") String code,
            @JsonbProperty("text") String text,
            @JsonbProperty("gateway") String gateway) {
        this.schema = schema;
        this.session = session;
        this.stream = stream;
        this.request = request;
        this.streams = streams;
        this.code = code;
        this.text = text;
        this.gateway = gateway;
    }

    static SteeredRecord of(SteerRecord wanted, long streams, ErrorCode code, String text, String gateway) {
        return new SteeredRecord(SCHEMA, wanted.session(), wanted.stream(), wanted.request(), streams, code.name(),
                text, gateway);
    }

    SteerRequest asked() {
        return new SteerRequest(session, stream, request);
    }

    Message.StreamSteered toMessage() {
        return new Message.StreamSteered(request, streams, ErrorCode.valueOf(code), text);
    }
}
