package io.sluice.cli.torture;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault as it was drawn.
 *
 * @param kind what is done
 * @param pause since the fault before it on the same lane has healed
 * @param target number of the gateway, the broker or the device, from 1; 0 if it is all of them
 * @param length how long a process stays dead or frozen, or a link bad
 */
record Fault(FaultKind kind, Duration pause, int target, Duration length) {
    /** Such as {@code gateway killed (2)}. */
    String describe() {
        String which = target == 0 ? "" : " (" + target + ")";
        return length.isZero()
                ? kind.text() + which
                : String.format(Locale.ROOT, "%s%s for %.1f s", kind.text(), which, length.toMillis() / 1e3);
    }
}
