package io.sluice.admin.renderers;

import io.sluice.admin.api.Roles;
import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.control.CommandAnswer;
import io.sluice.gateway.control.RendererView;
import io.sluice.gateway.control.Renderers;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
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

/** Renderers of all gateways. */
@Path("renderers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Renderers", description = "What plays topics and files, at any gateway, and commands for it.")
public class RenderersResource {
    private static final String LIST = "renderers";

    @Inject
    RendererCommands commands;

    /** Renderers in the order of their names, with those that are remembered although they are gone. */
    @GET
    @Operation(summary = "Lists renderers by name", description = "Those that are gone are remembered for a while.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"lobby","kind":"file","presence":"here","gateway":"gateway-1","state":"playing",
            "item":{"item":"library:films/intro.mp4","kind":"file","name":"films/intro.mp4","begin":0,"end":20480000,
            "version":17,"mediaType":"video/mp4"},"position":1048576,"buffered":262144,"rate":125000,
            "since":"2026-01-31T12:00:00Z","command":{"id":42,"action":"play","by":"operator (API)",
            "acknowledged":true}}],"total":1}""")))
    public Page<RendererView> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Cursor cursor = query.cursor(LIST, 1);
        Renderers.Page page = commands.await(commands.renderers()
                .list(cursor == null ? "" : cursor.parts().getFirst(), query.limit()));
        return new Page<>(page.renderers(), page.total(),
                page.more() ? query.next(LIST, page.renderers().getLast().name()) : null);
    }

    /** One renderer and what it does. */
    @GET
    @Path("{name: .+}")
    @Operation(summary = "Shows a renderer and what it does")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "The renderer's name", example = "lobby", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "The renderer")
    @APIResponse(responseCode = "404", description = "There is no such renderer")
    public RendererView one(@PathParam("name") String name) {
        return commands.await(commands.renderers().find(name))
                .orElseThrow(() -> ProblemException.notFound(
                        Codes.RENDERER_UNKNOWN, "There is no renderer \"" + name + "\"; list those that there are."));
    }

    /** Tells one renderer what to do; answers once it has acknowledged it. */
    @POST
    @Path("{name: .+}/commands")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Tells a renderer what to do", description = "Answers once the renderer has acknowledged it. It leaves a line in GET /audit.")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "The renderer's name", example = "lobby", schema = @Schema(type = SchemaType.STRING))
    @RequestBody(description = "play, pause, resume, restart, seek or stop, and what it needs", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = {
        @ExampleObject(name = "play", value = "{\"action\":\"play\",\"item\":\"library:films/intro.mp4\"}"),
        @ExampleObject(name = "seek", value = "{\"action\":\"seek\",\"position\":1048576}"),
        @ExampleObject(name = "other", value = "{\"action\":\"pause\"}")}))
    @APIResponse(responseCode = "200", description = "It is acknowledged", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "answer", value = "{\"renderer\":\"lobby\",\"command\":42,\"code\":\"NO_ERROR\"}")))
    @APIResponse(responseCode = "404", description = "There is no such renderer or item")
    @APIResponse(responseCode = "409", description = "The renderer is gone, or has nothing to play")
    @APIResponse(responseCode = "504", description = "The renderer did not acknowledge it in time; it may still follow")
    public CommandAnswer command(@PathParam("name") String name, @Nullable CommandRequest request) {
        return commands.giveOne(CommandRequest.given(request).toCommand(List.of(name)));
    }
}
