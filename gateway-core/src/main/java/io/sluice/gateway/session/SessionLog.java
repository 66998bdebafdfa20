package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells the log which session a line concerns: as {@code session} in the diagnostic context, and with that as
 * {@code ext_session} in Liberty's JSON.
 */
public final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
    private static final String KEY = "session";
    /** Liberty's own, of which no archive is published to compile against. */
    private static final String CONTEXT = "com.ibm.websphere.logging.hpel.LogRecordContext";

    /** Liberty holds it weakly. */
    @SuppressWarnings("UnusedVariable")
    private static Object extension = KEY;

    private SessionLog() {}

    /** Writes lines that concern a session. */
    public static void of(SessionId session, Runnable lines) {
        try (var _ = MDC.putCloseable(KEY, session.toString())) {
            lines.run();
        }
    }

    /** Has Liberty put the session into what it logs as JSON. Elsewhere does nothing. */
    public static void register() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Supplier<String> session = SessionLog::current;
        try {
            Class<?> context = Class.forName(CONTEXT, true, loader);
            Class<?> type = Class.forName(CONTEXT + "$Extension", true, loader);
            MethodHandle value = lookup.findVirtual(Supplier.class, "get", MethodType.methodType(Object.class));
            Object present = MethodHandleProxies.asInterfaceInstance(type,
                    value.bindTo(session).asType(MethodType.methodType(String.class)));
            lookup.findStatic(context, "registerExtension", MethodType.methodType(void.class, String.class, type))
                    .invoke(KEY, present);
            extension = present;
        } catch (Throwable e) {
            LOG.debug("Logs name sessions in their text alone", e);
        }
    }

    private static String current() {
        String session = MDC.get(KEY);
        return session == null ? "" : session;
    }
}
