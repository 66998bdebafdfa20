package io.sluice.admin.api;

import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.audit.AuditLog;
import io.sluice.gateway.audit.AuditPage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators did, at any gateway of the cluster. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Audit")
public class AuditResource {
    private static final String LIST = "audit";

    @Inject
    Gateway gateway;

    /** Entries, the newest first. */
    @GET
    @Operation(summary = "Lists what operators did, the newest first", description = "A page may hold fewer than limit, or none, although \"next\" is given: a filter looks through 10,000 entries at a time.")
    @Parameter(name = "target", in = ParameterIn.QUERY, description = "The session or topic", example = "a81bc81bdead4e5dabff90865d1e13b1", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "user", in = ParameterIn.QUERY, description = "Who did it", example = "operator", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "action", in = ParameterIn.QUERY, description = "What was done", example = "pause", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"schema":1,"at":"2026-01-31T12:00:00Z","gateway":"gateway-1","user":"operator",
            "address":"10.0.0.7","action":"seek","target":"a81bc81bdead4e5dabff90865d1e13b1",
            "detail":"stream 1 to offset 118","outcome":"DONE"}]}""")))
    public Page<AuditEntry> list(@Context UriInfo uri) throws TimeoutException, InterruptedException {
        Query query = Query.of(uri, "target", "user", "action");
        AuditLog log = Gateways.started(gateway, gateway.audit());
        Cursor cursor = query.cursor(LIST, 1);
        AuditPage page = log.read(query.limit(), cursor == null ? null : cursor.number(0), query.text("target"),
                query.text("user"), query.text("action"));
        Long before = page.before();
        return new Page<>(page.entries(), null, before == null ? null : query.next(LIST, before.toString()));
    }
}
