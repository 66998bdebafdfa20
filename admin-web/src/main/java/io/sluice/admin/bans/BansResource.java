package io.sluice.admin.bans;

import io.sluice.admin.api.Roles;
import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Page;
import io.sluice.admin.query.Query;
import io.sluice.gateway.ban.BanPage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Addresses that are kept away from all gateways of the cluster for a time. */
@Path("bans")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Bans", description = "Addresses that no gateway of the cluster lets in for a time. The console and this API are not concerned.")
public class BansResource {
    private static final String LIST = "bans";

    @Inject
    AddressBans bans;

    /** Bans in the order of their addresses. */
    @GET
    @Operation(summary = "Lists the addresses that are banned now")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of the page, 1 to 1000", example = "100", schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "From the \"next\" of the page before", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"address":"203.0.113.7","until":"2026-01-31T13:00:00Z","by":"admin","reason":"floods orders",
            "at":"2026-01-31T12:00:00Z"}],"total":1}""")))
    public Page<BanView> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        Cursor cursor = query.cursor(LIST, 1);
        BanPage page = bans.await(bans.bans().list(cursor == null ? "" : cursor.parts().getFirst(), query.limit()));
        return new Page<>(page.bans().stream().map(BanView::of).toList(), page.total(),
                page.more() ? query.next(LIST, page.bans().getLast().address()) : null);
    }

    /** One address, banned or not. */
    @GET
    @Path("{address}")
    @Operation(summary = "Shows an address: how many sessions of this gateway come from it, and its ban if there is one")
    @Parameter(name = "address", in = ParameterIn.PATH, description = "IPv4 or IPv6; names are not looked up", example = "203.0.113.7", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "The address", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "address", value = """
            {"address":"203.0.113.7","sessions":3}""")))
    @APIResponse(responseCode = "400", description = "That is no IP address")
    public AddressView show(@PathParam("address") String address) {
        return bans.show(AddressBans.parse(address));
    }

    /** Bans an address, or does so anew. */
    @PUT
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(summary = "Bans an address for a time", description = "Every gateway of the cluster ends its connections and refuses new ones with ADDRESS_BANNED. Their sessions wait for their windows and expire. An earlier ban of the address is replaced. It leaves a line in GET /audit.")
    @Parameter(name = "address", in = ParameterIn.PATH, description = "IPv4 or IPv6; names are not looked up", example = "203.0.113.7", schema = @Schema(type = SchemaType.STRING))
    @RequestBody(description = "\"seconds\" (one hour unless given, at most sluice.ban.max) and a \"reason\" for people", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = {
        @ExampleObject(name = "ban", value = "{\"seconds\":3600,\"reason\":\"floods orders\"}"),
        @ExampleObject(name = "usual", value = "{}")}))
    @APIResponse(responseCode = "200", description = "It is banned; \"sessions\" of this gateway came from it", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "done", value = """
            {"ban":{"address":"203.0.113.7","until":"2026-01-31T13:00:00Z","by":"admin","reason":"floods orders",
            "at":"2026-01-31T12:00:00Z"},"sessions":3}""")))
    @APIResponse(responseCode = "400", description = "That is no IP address, or the time is too long")
    @APIResponse(responseCode = "409", description = "There are as many bans as there may be")
    public BanDone ban(@PathParam("address") String address, @Nullable BanRequest request) {
        return bans.ban(AddressBans.parse(address), request);
    }

    /** Lifts a ban before its time is up. */
    @DELETE
    @Path("{address}")
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(summary = "Lifts the ban of an address", description = "It leaves a line in GET /audit.")
    @Parameter(name = "address", in = ParameterIn.PATH, description = "IPv4 or IPv6", example = "203.0.113.7", schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "It is lifted; the ban as it was")
    @APIResponse(responseCode = "404", description = "The address is not banned")
    public BanDone lift(@PathParam("address") String address) {
        return bans.lift(AddressBans.parse(address));
    }
}
