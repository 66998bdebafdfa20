package io.sluice.admin.library;

import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.config.GatewayConfig;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/** Bounds the transfers at a time: each takes a thread for as long as its client does. Safe for threads. */
@ApplicationScoped
public class TransferLimit {
    private static final int TOO_MANY = 429;

    @Inject
    GatewayConfig config;

    private Semaphore free = new Semaphore(0);

    @PostConstruct
    void begin() {
        free = new Semaphore(config.library().maxHttpTransfers());
    }

    /** Throws a {@link ProblemException}, 429, if there is no place, before an answer begins. */
    public void check() {
        if (free.availablePermits() == 0) {
            throw tooMany();
        }
    }

    /**
     * Takes a place, to be given back by {@link #leave}.
     *
     * @throws ProblemException 429 if there is none
     */
    public void enter() {
        if (!free.tryAcquire()) {
            throw tooMany();
        }
    }

    private ProblemException tooMany() {
        return new ProblemException(Problem.of(TOO_MANY, "TOO_MANY_TRANSFERS", config.library().maxHttpTransfers()
                + " files are being transferred, as many as may be (sluice.library.http.max): try again later."));
    }

    public void leave() {
        free.release();
    }
}
