package io.sluice.admin.library;

import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.library.Library;
import io.sluice.gateway.library.LibraryRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The gateway's library, with its refusals as problems. */
@ApplicationScoped
public class LibraryFiles {
    private static final long PATIENCE_SECONDS = 30;

    @Inject
    Gateway gateway;

    public Library library() {
        Library library = gateway.library();
        if (library == null) {
            throw ProblemException.unavailable(Codes.NOT_READY,
                    "The gateway is starting: it waits for " + gateway.waitingFor() + ".");
        }
        return library;
    }

    /** An answer of the event loop's. */
    public <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LibraryRefusal refusal) {
                throw problem(refusal);
            }
            throw e;
        }
    }

    static ProblemException problem(LibraryRefusal refusal) {
        int status = switch (refusal.codeName()) {
            case "NAME_INVALID", "BAD_REQUEST", "CHECKSUM_MISMATCH" -> 400;
            case "FILE_UNKNOWN" -> 404;
            case "FILE_TOO_LARGE" -> 413;
            case "LIBRARY_FULL" -> 507;
            case "KAFKA_UNAVAILABLE", "KAFKA_REFUSED" -> 503;
            default -> 500;
        };
        return new ProblemException(
                Problem.of(status, refusal.codeName(), String.valueOf(refusal.getMessage())));
    }
}
