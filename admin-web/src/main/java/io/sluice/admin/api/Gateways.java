package io.sluice.admin.api;

import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.Gateway;
import org.jspecify.annotations.Nullable;

/** What of a gateway is there only once it has started. */
public final class Gateways {
    private Gateways() {}

    /**
     * The part itself.
     *
     * @throws ProblemException 503 if it is null: the gateway is starting
     */
    public static <T> T started(Gateway gateway, @Nullable T part) {
        if (part == null) {
            throw ProblemException.unavailable(Codes.NOT_READY,
                    "The gateway is starting and waits for " + gateway.waitingFor() + ".");
        }
        return part;
    }
}
