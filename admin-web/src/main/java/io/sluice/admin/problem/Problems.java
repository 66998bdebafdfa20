package io.sluice.admin.problem;

import io.sluice.gateway.kafka.KafkaRefusal;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Which problem a failure is to whoever asked. */
final class Problems {
    private static final int INTERNAL = 500;

    private Problems() {}

    static Problem of(Throwable failure) {
        Throwable root = rootOf(failure);
        for (Throwable cause = root; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonbException || cause instanceof JsonException) {
                return badBody(cause);
            }
        }
        KafkaRefusal ofKafka = KafkaRefusal.of(root);
        if (ofKafka != null) {
            return Problem.of(status(ofKafka.kind()), ofKafka.code(), ofKafka.text());
        }
        return switch (root) {
            case ProblemException known -> known.problem();
            case WebApplicationException refused ->
                ofStatus(refused.getResponse().getStatus(), String.valueOf(refused.getMessage()));
            case TimeoutException ignored -> Problem.of(503, Codes.NOT_READY,
                    "The gateway or Kafka did not answer in time. Look at /health/ready and try again.");
            default -> Problem.of(INTERNAL, Codes.INTERNAL_ERROR,
                    "The gateway failed; its log says more. Report it if it happens again.");
        };
    }

    /** A status code of the container's own. */
    static Problem ofStatus(int status, String message) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String code = known == null ? "HTTP_" + status : known.name();
        return Problem.of(status, code, switch (status) {
            case 401 -> "Sign in: send a name and a password by HTTP Basic, or log in at /login.html.";
            case 403 -> "Your role does not let you do this. GET /api/v1/me says which roles you have.";
            case 404 -> "There is nothing at this address. /openapi lists what there is.";
            case 405 -> "This address does not take this method; the Allow header says which it takes.";
            case 406 -> "This cannot be given in a form that you accept; accept application/json.";
            case 415 -> "Send the body as application/json.";
            default -> message;
        });
    }

    private static int status(KafkaRefusal.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> 404;
            case FORBIDDEN -> 403;
            case UNAVAILABLE -> 503;
        };
    }

    private static Problem badBody(Throwable cause) {
        return Problem.of(400, "BAD_BODY", "The body is not the JSON that is asked for (" + cause.getMessage()
                + "). /openapi shows an example.");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while ((root instanceof CompletionException || root instanceof ExecutionException) && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
