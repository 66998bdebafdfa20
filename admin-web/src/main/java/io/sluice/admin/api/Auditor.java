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
     * Writes an entry and waits until Kafka has it, so that whoever asks next sees it. What Kafka does not take in time
     * is in the log, and follows when it can.
     *
     * @param action such as {@code pause}
     * @param target the session or topic
     * @param detail what else was said
     * @param outcome {@link AuditEntry#DONE} or the code of the refusal
     */
    public void record(String action, String target, String detail, String outcome) {
        Principal caller = security.getCallerPrincipal();
        AuditEntry entry = new AuditEntry(AuditEntry.SCHEMA, Clock.systemUTC().instant().toString(),
                gateway.config().gatewayId(), caller == null ? "" : caller.getName(), request.getRemoteAddr(), action,
                target, detail, outcome);
        AuditLog log = gateway.audit();
        if (log == null) {
            LOG.info("audit before Kafka is there: {}", entry);
            return;
        }
        // Late ones are logged where they fail.
        CompletableFuture<?> written = log.write(entry);
        var _ = written.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).handle((done, failure) -> done).join();
    }
}
