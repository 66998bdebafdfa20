package io.sluice.admin.api;

import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionEvent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened to sessions lately. */
@Path("session-events")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Sessions")
public class SessionEventsResource {
    @Inject
    SessionDirectory directory;

    /** Events, the newest first. */
    @GET
    @Operation(summary = "Lists what happened to sessions at this gateway, the newest first", description = "The gateway remembers the newest sluice.session.events.max of all sessions together, and forgets them when it stops.")
    @Parameter(name = "session", in = ParameterIn.QUERY, description = "The id of the only session wanted", example = "a81bc81bdead4e5dabff90865d1e13b1", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @APIResponse(responseCode = "200", description = "The newest", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "events", value = """
            {"items":[{"at":"2026-01-31T12:04:11Z","session":"a81bc81bdead4e5dabff90865d1e13b1",
            "client":"screen-17","kind":"RESUMED","detail":"from 10.1.2.3:50412"}]}""")))
    public Page<SessionEvent> list(@Context UriInfo uri) {
        Query query = Query.of(uri, "session");
        String session = query.text("session");
        return new Page<>(directory.events(session == null ? null : SessionFilters.id(session), query.limit()), null,
                null);
    }
}
