package io.sluice.admin.api;

import io.sluice.admin.live.LiveFigures;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What changes, as server-sent events. */
@Path("events")
@RequestScoped
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Overview")
public class EventsResource {
    @Inject
    LiveFigures figures;

    /** Events until the client goes. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Tells the gateway's figures once a second", description = "Each event is named overview and has a sample as in GET /overview. A client that reads slowly misses some; 100 may listen at a time.")
    @APIResponse(responseCode = "200", description = "Server-sent events")
    @APIResponse(responseCode = "429", description = "As many listen as may")
    public void listen(@Context SseEventSink sink, @Context Sse sse) {
        figures.listen(sse, sink);
    }
}
