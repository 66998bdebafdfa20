package io.sluice.admin.bans;

import io.sluice.admin.api.Auditor;
import io.sluice.admin.api.Gateways;
import io.sluice.admin.problem.Codes;
import io.sluice.admin.problem.ProblemException;
import io.sluice.gateway.Gateway;
import io.sluice.gateway.audit.AuditEntry;
import io.sluice.gateway.ban.Ban;
import io.sluice.gateway.ban.BanAddress;
import io.sluice.gateway.ban.Bans;
import io.sluice.gateway.ban.BansFull;
import io.sluice.gateway.session.SessionDirectory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bans and lifts in the name of whoever asks, and writes it down whether it could be done or not. */
@RequestScoped
public class AddressBans {
    private static final long PATIENCE_SECONDS = 10;
    private static final String BAN = "ban";
    private static final String LIFT = "unban";

    @Inject
    Gateway gateway;

    @Inject
    SessionDirectory sessions;

    @Inject
    SecurityContext security;

    @Inject
    Auditor auditor;

    /** The bans of the cluster. */
    public Bans bans() {
        return Gateways.started(gateway, gateway.bans());
    }

    /** An answer of the event loop's. */
    public <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case BansFull full -> ProblemException.conflict("BANS_FULL", String.valueOf(full.getMessage()));
                case TimeoutException ignored -> ProblemException.unavailable(Codes.NOT_READY,
                        "Kafka has not confirmed it within " + PATIENCE_SECONDS
                                + " s; it may still follow. Look at /health/ready and GET /api/v1/bans.");
                case null, default -> e;
            };
        }
    }

    /** The address that a text means. */
    public static InetAddress parse(String text) {
        try {
            return BanAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("BAD_ADDRESS", "address", "\"" + text
                    + "\" is no IP address; give one such as 203.0.113.7 or 2001:db8::7. Names are not looked up.");
        }
    }

    /** What is known of an address. */
    public AddressView show(InetAddress address) {
        return new AddressView(BanAddress.text(address), await(sessions.countFrom(address)),
                await(bans().show(address)).map(BanView::of).orElse(null));
    }

    /** Bans an address that was named. */
    public BanDone ban(InetAddress address, @Nullable BanRequest wanted) {
        return audited(BAN, BanAddress.text(address), detail(wanted), () -> banned(address, wanted));
    }

    /**
     * Bans the address of a session.
     *
     * @param address says which, or ends the request
     */
    public BanDone ban(String session, Supplier<InetAddress> address, @Nullable BanRequest wanted) {
        return audited(BAN, session, detail(wanted), () -> banned(address.get(), wanted));
    }

    private BanDone banned(InetAddress address, @Nullable BanRequest wanted) {
        BanRequest request = BanRequest.given(wanted);
        Duration time = request.time(gateway.config().bans().longest());
        String reason = request.text();
        // Before their connections end.
        int count = await(sessions.countFrom(address));
        Ban ban = await(bans().ban(address, time, security.getCallerPrincipal().getName(), reason));
        return new BanDone(BanView.of(ban), count);
    }

    /** Lifts the ban of an address. */
    public BanDone lift(InetAddress address) {
        String text = BanAddress.text(address);
        return audited(LIFT, text, "", () -> {
            Ban lifted = await(bans().lift(address)).orElseThrow(() -> ProblemException.notFound("NOT_BANNED",
                    text + " is not banned, or no longer. GET /api/v1/bans lists what is."));
            return new BanDone(BanView.of(lifted), await(sessions.countFrom(address)));
        });
    }

    private static String detail(@Nullable BanRequest wanted) {
        BanRequest request = BanRequest.given(wanted);
        String time = request.seconds() == null ? "" : "for " + request.seconds() + " s";
        String reason = request.reason() == null ? "" : ": " + request.reason().strip();
        return time + reason;
    }

    private BanDone audited(String action, String target, String detail, Supplier<BanDone> deed) {
        try {
            BanDone done = deed.get();
            String until = action.equals(BAN) ? done.ban().address() + " until " + done.ban().until() : "";
            String reason = done.ban().reason().isEmpty() || !action.equals(BAN) ? "" : ": " + done.ban().reason();
            auditor.record(action, target, until + reason, AuditEntry.DONE);
            return done;
        } catch (ProblemException e) {
            auditor.record(action, target, detail, e.problem().code());
            throw e;
        }
    }
}
