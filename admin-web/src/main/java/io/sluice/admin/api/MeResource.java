package io.sluice.admin.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** Who is asking. */
@Path("me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class MeResource {
    @Inject
    SecurityContext security;

    /** The caller's name and roles. */
    @GET
    public Me me() {
        List<String> roles = Stream.of(Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR)
                .filter(security::isCallerInRole).toList();
        return new Me(security.getCallerPrincipal().getName(), roles);
    }

    /**
     * A caller.
     *
     * @param name the user's name
     * @param roles the roles it has
     */
    public record Me(String name, List<String> roles) {
    }
}
