package io.sluice.cli.points;

import io.sluice.crsp.client.SluiceException;
import java.util.concurrent.CompletionException;

/** Why a request failed. */
final class Failures {
    private Failures() {}

    /** The client's reason; anything else is a defect. */
    static SluiceException reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof SluiceException reason) {
            return reason;
        }
        throw new IllegalStateException(cause);
    }
}
