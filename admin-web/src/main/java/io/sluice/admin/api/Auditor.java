package io.sluice.admin.api;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.audit.AuditLog;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what the caller of this request did. */
@RequestScoped
public class Auditor {
    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    private static final long PATIENCE_SECONDS = 5;

    @Inject
    Gateway gateway;

    @Inject
    SecurityContext security;

    @Inject
    HttpServletRequest request;

    /**
     * What was done.
     *
     * @param action such as {@code pause}
     * @param target the session, topic, renderer or file
     * @param detail what else was said
     * @param outcome {@link AuditEntry#DONE} or the code of the refusal
     */
    public record Deed(String action, String target, String detail, String outcome) {
    }

    /** Writes down one {@link Deed}. */
    public void record(String action, String target, String detail, String outcome) {
        record(List.of(new Deed(action, target, detail, outcome)));
    }

    /**
     * Writes entries and waits until Kafka has them, so that whoever asks next sees them. What Kafka does not take in time
     * is in the log, and follows when it can.
     */
    public void record(List<Deed> deeds) {
        Principal caller = security.getCallerPrincipal();
        String now = Clock.systemUTC().instant().toString();
        List<AuditEntry> entries = deeds.stream()
                .map(deed -> new AuditEntry(AuditEntry.SCHEMA, now, gateway.config().gatewayId(),
                        caller == null ? "" : caller.getName(), request.getRemoteAddr(), deed.action(), deed.target(),
                        deed.detail(), deed.outcome()))
                .toList();
        AuditLog log = gateway.audit();
        if (log == null) {
            LOG.info("audit before Kafka is there: {}", entries);
            return;
        }
        // Late ones are logged where they fail.
        CompletableFuture<?> written = CompletableFuture
                .allOf(entries.stream().map(log::write).toArray(CompletableFuture<?>[]::new));
        var _ = written.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).handle((done, failure) -> done).join();
    }
}
