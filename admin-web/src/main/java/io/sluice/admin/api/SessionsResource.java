package io.sluice.admin.api;

import io.sluice.gateway.session.SessionDirectory;
import io.sluice.gateway.session.SessionView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions, a page at a time. */
@Path("sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class SessionsResource {
    /** The largest page; what a request may cost is bounded. */
    static final int MAX_LIMIT = 1000;

    @Inject
    SessionDirectory directory;

    /** Sessions in the order of their ids, at most {@code limit}, those after {@code after}. */
    @GET
    public Response list(@QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("after") @Nullable String after) {
        if (limit < 1 || limit > MAX_LIMIT) {
            return refused("BAD_LIMIT", "limit is " + limit + "; give one from 1 to " + MAX_LIMIT + ".");
        }
        try {
            List<SessionView> sessions = directory.list(limit, after);
            String next = sessions.size() == limit ? sessions.getLast().id() : null;
            return Response.ok(new SessionPage(directory.count(), next, sessions)).build();
        } catch (IllegalArgumentException e) {
            return refused("BAD_AFTER", "after is no session's id: give the \"next\" of the page before.");
        }
    }

    private static Response refused(String code, String text) {
        return Response.status(Response.Status.BAD_REQUEST).entity(new ApiError(code, text)).build();
    }
}
