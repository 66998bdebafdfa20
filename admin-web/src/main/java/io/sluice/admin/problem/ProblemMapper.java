package io.sluice.admin.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failure of a resource, and of what stands before it, with a {@link Problem}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final int INTERNAL = 500;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException own && own.getResponse().getStatus() < 400) {
            return own.getResponse();
        }
        Problem problem = Problems.of(failure);
        if (problem.status() == INTERNAL) {
            LOG.error("A request failed", failure);
        }
        Response.ResponseBuilder answer = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (failure instanceof WebApplicationException own) {
            String allow = own.getResponse().getHeaderString(HttpHeaders.ALLOW);
            if (allow != null) {
                answer.header(HttpHeaders.ALLOW, allow);
            }
        }
        return answer.build();
    }
}
