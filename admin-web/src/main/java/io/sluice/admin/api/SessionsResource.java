package io.sluice.admin.api;

import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Etags;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.session.SessionAction;
import io.sluice.gateway.session.SessionAnswer;
import io.sluice.gateway.session.SessionDetails;
import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionPlace;
import io.sluice.gateway.session.SessionQuery;
import io.sluice.gateway.session.SessionSelection;
import io.sluice.gateway.session.SessionView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The sessions of this gateway: found, shown and steered. */
@Path("sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Sessions", description = "The sessions of the gateway that answers. GET /gateways names the others.")
public class SessionsResource {
    @Inject
    SessionDirectory directory;

    @Inject
    Actions actions;

    @Inject
    Gateway gateway;

    /** A page of sessions. */
    @GET
    @Operation(summary = "Lists sessions", description = "Give several filters and all must fit.")
    @Parameter(name = "id", in = ParameterIn.QUERY, description = "The first digits of the id", example = "a81bc81b", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "state", in = ParameterIn.QUERY, description = "ACTIVE, DETACHED or EXPIRED", example = "ACTIVE", schema = @Schema(type = SchemaType.STRING, enumeration = {
        "ACTIVE", "DETACHED", "EXPIRED"}))
    @Parameter(name = "client", in = ParameterIn.QUERY, description = "Part of the client's name", example = "screen-1", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "address", in = ParameterIn.QUERY, description = "Part of the client's address and port", example = "10.1.", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "topic", in = ParameterIn.QUERY, description = "The topic of a stream", example = "orders", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "kind", in = ParameterIn.QUERY, description = "The kind of a stream", example = "delivery", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "minLag", in = ParameterIn.QUERY, description = "Records behind, of all its streams together, at least", example = "1000", schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(name = "minLoss", in = ParameterIn.QUERY, description = "Packets lost of those sent on its connection, in percent, at least", example = "2.5", schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "100"))
    @Parameter(name = "youngerThan", in = ParameterIn.QUERY, description = "Begun less long ago than this ISO-8601 duration", example = "PT10M", schema = @Schema(type = SchemaType.STRING, format = "duration"))
    @Parameter(name = "olderThan", in = ParameterIn.QUERY, description = "Begun longer ago than this ISO-8601 duration", example = "P1D", schema = @Schema(type = SchemaType.STRING, format = "duration"))
    @Parameter(name = "createdFrom", in = ParameterIn.QUERY, description = "Begun at this instant or later", example = "2026-01-31T12:00:00Z", schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(name = "createdUntil", in = ParameterIn.QUERY, description = "Begun before this instant", example = "2026-02-01T00:00:00Z", schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(name = "sort", in = ParameterIn.QUERY, description = "id, created, changed, state or client; a hyphen before it for the reverse", example = "-created", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"id":"a81bc81bdead4e5dabff90865d1e13b1","state":"ACTIVE","clientName":"screen-17",
            "remoteAddress":"10.1.2.3:50412","epoch":2,"createdAt":"2026-01-31T12:00:00Z",
            "changedAt":"2026-01-31T12:04:11Z","gatewayId":"gateway-1","streams":[{"id":1,"kind":"delivery",
            "topic":"orders","position":"0:118","delivered":118,"lag":2,"state":"catching up"}]}],
            "total":1}""")))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; \"parameter\" names it")
    public Page<SessionView> list(@Context UriInfo uri) {
        Query query = Query.of(uri, SessionFilters.PARAMETERS);
        SessionFilters filters = SessionFilters.of(query);
        SessionQuery asked = filters.query();
        SessionSelection found = directory.select(asked);
        List<SessionView> shown = directory.show(found.places().stream().map(SessionPlace::id).toList()).join();
        String next = found.more() ? filters.next(found.places().getLast()) : null;
        return new Page<>(shown, found.total(), next);
    }

    /** One session. */
    @GET
    @Path("{id}")
    @Operation(summary = "Shows a session with its streams and its connection", description = "The ETag names its state: send it as If-Match with an action that is meant for this state only.")
    @APIResponse(responseCode = "200", description = "The session", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "session", value = """
            {"tag":"2.1.k2x.3e","session":{"id":"a81bc81bdead4e5dabff90865d1e13b1","state":"ACTIVE",
            "clientName":"screen-17","epoch":2,"streams":[]},"connection":{"remoteAddress":"10.1.2.3:50412",
            "silentMillis":12,"rttMillis":31.2,"minimumRttMillis":29.8,"congestionWindow":48000,
            "bytesInFlight":1200,"datagramBytes":1452,"packetsSent":811,"packetsReceived":402,"packetsLost":3,
            "lossPercent":0.37,"probeTimeouts":0,"bytesSent":912004,"bytesReceived":20412},"address":"10.1.2.3"}""")))
    @APIResponse(responseCode = "404", description = "There is no such session")
    @APIResponse(responseCode = "409", description = "Another gateway has it; \"gateway\" names it")
    public Response show(@PathParam("id") String id) {
        SessionAnswer answer = directory.show(SessionFilters.id(id)).join();
        if (answer instanceof SessionAnswer.Found(SessionDetails session)) {
            return Response.ok(session).header(HttpHeaders.ETAG, Etags.quoted(session.tag())).build();
        }
        throw SessionRefusals.of(answer);
    }

    /** Steers a session. */
    @POST
    @Path("{id}/{action: pause|resume|restart|seek|stop|disconnect|end|trace}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Pauses, resumes, restarts, seeks, stops, disconnects, ends or traces", description = """
            pause, resume, restart, seek and stop concern every stream on which a topic is delivered, and mean what the \
            client's own requests mean. disconnect ends the connection; the client comes back within its window. end \
            gives the session up with its positions. trace keeps an event log of the connection from now on, for \
            GET /sessions/{id}/trace. Each leaves a line in GET /audit. A session that another gateway has is steered \
            there, as \"gateway\" in the answer says; not with If-Match, and not for a trace, which is kept there.""")
    @Parameter(name = "action", in = ParameterIn.PATH, description = "pause, resume, restart, seek, stop, disconnect, end or trace", example = "pause", schema = @Schema(type = SchemaType.STRING))
    @RequestBody(description = "Where to seek: exactly one of \"to\" (earliest or latest), \"offset\" and \"timestamp\". Other actions take {}.", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = {
        @ExampleObject(name = "time", value = "{\"timestamp\":\"2026-01-31T12:00:00Z\"}"),
        @ExampleObject(name = "offset", value = "{\"offset\":118}"),
        @ExampleObject(name = "earliest", value = "{\"to\":\"earliest\"}"),
        @ExampleObject(name = "other", value = "{}")}))
    @APIResponse(responseCode = "200", description = "It is done by \"gateway\"; the session as it is now, null if it is no more or another gateway's")
    @APIResponse(responseCode = "409", description = "It cannot be done now; or another gateway has the session and it is not to be steered from here")
    @APIResponse(responseCode = "412", description = "The session has changed since the ETag in If-Match")
    public Response act(@PathParam("id") String id, @PathParam("action") String action,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable SeekRequest body) {
        return act(id, null, action, ifMatch, body);
    }

    /** The trace of a session. */
    @GET
    @Path("{id}/trace")
    @Produces("application/qlog+json-seq")
    @Operation(summary = "Shows the event log of a session's connection, as far as it has come", description = "qlog in JSON text sequences, for viewers such as qvis; POST to the same address begins it. It ends with its connection, or after sluice.session.trace.bytes. What streams carry, tokens and keys are not in it.")
    @APIResponse(responseCode = "200", description = "The log")
    @APIResponse(responseCode = "404", description = "The session is not traced")
    public Response trace(@PathParam("id") String id) {
        String trace = directory.trace(SessionFilters.id(id));
        if (trace == null) {
            throw ProblemException.notFound("NOT_TRACED",
                    "The session is not traced here: POST {} to the same address begins it.");
        }
        return Response.ok(trace)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + SessionFilters.id(id) + ".sqlog\"")
                .build();
    }

    /** Steers one stream. */
    @POST
    @Path("{id}/streams/{stream: [0-9]{1,18}}/{action: pause|resume|restart|seek|stop}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Pauses, resumes, restarts, seeks or stops one stream", description = "stop ends a stream of any kind; the others are for one on which a topic is delivered.")
    @Parameter(name = "action", in = ParameterIn.PATH, description = "pause, resume, restart, seek or stop", example = "seek", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "It is done")
    @APIResponse(responseCode = "404", description = "There is no such session or stream")
    @APIResponse(responseCode = "409", description = "It cannot be done now, or another gateway has the session")
    @APIResponse(responseCode = "412", description = "The session has changed since the ETag in If-Match")
    public Response actOnStream(@PathParam("id") String id, @PathParam("stream") long stream,
            @PathParam("action") String action, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable SeekRequest body) {
        return act(id, stream, action, ifMatch, body);
    }

    private Response act(String id, @Nullable Long stream, String verb, @Nullable String ifMatch,
            @Nullable SeekRequest body) {
        SessionAction action = SeekRequest.action(verb, body);
        SessionAnswer answer = actions.perform(SessionFilters.id(id), stream, action, ifMatch);
        return switch (answer) {
            case SessionAnswer.Done(SessionDetails session, List<Long> streams) -> {
                Response.ResponseBuilder done = Response.ok(
                        new ActionDone(verb, id, gateway.config().gatewayId(), streams.size(), streams, session));
                yield (session == null ? done : done.header(HttpHeaders.ETAG, Etags.quoted(session.tag()))).build();
            }
            case SessionAnswer.DoneElsewhere(String owner, long count) ->
                Response.ok(new ActionDone(verb, id, owner, count, List.of(), null)).build();
            default -> throw SessionRefusals.of(answer);
        };
    }
}
