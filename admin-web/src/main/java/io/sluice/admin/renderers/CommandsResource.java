package io.sluice.admin.renderers;

import io.sluice.admin.api.Roles;
import io.sluice.gateway.control.CommandAnswer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One command for several renderers, which can begin together, or for one whose name no address can have. */
@Path("commands")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Renderers")
public class CommandsResource {
    @Inject
    RendererCommands commands;

    /** Answers, for each renderer of its own, once all have acknowledged the command or their time is over. */
    @POST
    @Operation(summary = "Tells several renderers what to do", description = "Answers once all have acknowledged it or their time is over. It leaves a line in GET /audit for each.")
    @RequestBody(description = "Renderers, action, and what the action needs", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = {
        @ExampleObject(name = "play", value = "{\"renderers\":[\"lobby\",\"hall\"],\"action\":\"play\",\"item\":\"library:films/intro.mp4\",\"startAt\":\"2026-01-31T12:00:00Z\"}"),
        @ExampleObject(name = "pause", value = "{\"renderers\":[\"lobby\",\"hall\"],\"action\":\"pause\"}")}))
    @APIResponse(responseCode = "200", description = "What became of it, renderer by renderer", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "answers", value = """
            [{"renderer":"lobby","command":42,"code":"NO_ERROR"},
            {"renderer":"hall","code":"RENDERER_GONE","message":"List renderers and choose one that is there."}]""")))
    @APIResponse(responseCode = "400", description = "The command is wrong; \"parameter\" names what")
    public List<CommandAnswer> command(@Nullable CommandRequest request) {
        return commands.give(CommandRequest.given(request).toCommand());
    }
}
