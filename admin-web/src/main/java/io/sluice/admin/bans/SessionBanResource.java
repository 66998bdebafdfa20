package io.sluice.admin.bans;

import io.sluice.admin.api.Roles;
import io.sluice.admin.api.SessionFilters;
import io.sluice.admin.api.SessionRefusals;
import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Etags;
import io.sluice.gateway.ban.BanAddress;
import io.sluice.gateway.session.SessionAnswer;
import io.sluice.gateway.session.SessionDetails;
import io.sluice.gateway.session.SessionDirectory;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The address that a session's client comes from, and its ban. */
@Path("sessions/{id}/ban")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Bans")
public class SessionBanResource {
    @Inject
    AddressBans bans;

    @Inject
    SessionDirectory directory;

    /** What a ban would concern. */
    @GET
    @Operation(summary = "Shows the address that a session's client comes from, or came from last, as GET /bans/{address}")
    @APIResponse(responseCode = "200", description = "The address", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "address", value = """
            {"address":"203.0.113.7","sessions":3}""")))
    @APIResponse(responseCode = "404", description = "There is no such session")
    @APIResponse(responseCode = "409", description = "The address is not known, or another gateway has the session")
    public AddressView show(@PathParam("id") String id) {
        return bans.show(address(SessionFilters.id(id), null));
    }

    /** Bans it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(summary = "Bans the address that a session's client comes from, or came from last", description = "As PUT /bans/{address}.")
    @RequestBody(description = "\"seconds\" (one hour unless given, at most sluice.ban.max) and a \"reason\" for people", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "ban", value = "{\"seconds\":3600,\"reason\":\"floods orders\"}")))
    @APIResponse(responseCode = "200", description = "It is banned; \"sessions\" of this gateway came from it")
    @APIResponse(responseCode = "404", description = "There is no such session")
    @APIResponse(responseCode = "409", description = "The address is not known, or another gateway has the session")
    @APIResponse(responseCode = "412", description = "The session has changed since the ETag in If-Match")
    public BanDone ban(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable BanRequest request) {
        String session = SessionFilters.id(id);
        return bans.ban(session, () -> address(session, ifMatch), request);
    }

    private InetAddress address(String id, @Nullable String ifMatch) {
        SessionAnswer answer = directory.show(id).join();
        if (!(answer instanceof SessionAnswer.Found(SessionDetails session))) {
            throw SessionRefusals.of(answer);
        }
        if (!Etags.matches(ifMatch, session.tag())) {
            throw Etags.changed();
        }
        String address = session.address();
        if (address == null) {
            throw ProblemException.conflict("NOT_POSSIBLE_NOW", "It is not known where the session's client is: this"
                    + " gateway has not seen it yet. Ban its address by PUT /api/v1/bans/ADDRESS.");
        }
        return BanAddress.parse(address);
    }
}
