package io.sluice.gateway.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some audit entries, the newest first.
 *
 * @param entries the page's
 * @param before what to ask for next, or null if there are none before
 */
public record AuditPage(List<AuditEntry> entries, @Nullable Long before) {
    /** Copies {@code entries}. */
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
