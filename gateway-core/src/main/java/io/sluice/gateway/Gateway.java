package io.sluice.gateway;

import io.sluice.gateway.audit.AuditLog;
import io.sluice.gateway.ban.Bans;
import io.sluice.gateway.cluster.Peers;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.KafkaHealth;
import io.sluice.gateway.kafka.Topics;
import io.sluice.gateway.library.Library;
import io.sluice.gateway.listener.CrspListener;
import io.sluice.gateway.metrics.GatewayFigures;
import io.sluice.gateway.session.SessionLog;
import io.sluice.gateway.session.SessionManager;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbBuilder;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Starts the gateway with the application and stops it with its undeployment. */
@ApplicationScoped
public class Gateway {
    @Inject
    GatewayConfig config;

    private @Nullable GatewayRuntime runtime;

    void onStart(@Observes Startup event) {
        SessionLog.register();
        GatewayRuntime started = new GatewayRuntime(JsonbBuilder.create(),
                config, new KafkaClients(config, ConfigProvider.getConfig()), newThreads(), Clock.systemUTC());
        runtime = started;
        started.start();
    }

    /**
     * Threads of the gateway's own, with the application's context class loader, through which the container's services
     * are found. Not managed ones: an event loop lives as long
     * as the application and must not depend on a request's context.
     */
    private static ThreadFactory newThreads() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "sluice-" + count.incrementAndGet());
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            return thread;
        };
    }

    @PreDestroy
    void stop() {
        GatewayRuntime running = runtime;
        if (running != null) {
            running.close();
        }
    }

    /** The settings in force. */
    public GatewayConfig config() {
        return config;
    }

    /** The sessions, or null while the gateway is starting. */
    public @Nullable SessionManager sessions() {
        return runtime == null ? null : runtime.sessions();
    }

    /** The other gateways, or null while this one is starting. */
    public @Nullable Peers peers() {
        return runtime == null ? null : runtime.peers();
    }

    /** What operators did, or null while the gateway is starting. */
    public @Nullable AuditLog audit() {
        return runtime == null ? null : runtime.audit();
    }

    /** The bans, or null while the gateway is starting. */
    public @Nullable Bans bans() {
        return runtime == null ? null : runtime.bans();
    }

    /** The topics, or null while the gateway is starting. */
    public @Nullable Topics topics() {
        return runtime == null ? null : runtime.topics();
    }

    /** The library, or null while the gateway is starting. */
    public @Nullable Library library() {
        return runtime == null ? null : runtime.library();
    }

    /** Renderers and controllers, or null while the gateway is starting. */
    public @Nullable Control control() {
        return runtime == null ? null : runtime.control();
    }

    /** The listener, or null while it is not bound. */
    public @Nullable CrspListener listener() {
        return runtime == null ? null : runtime.listener();
    }

    /** What is known of Kafka, or null at the very beginning. */
    public @Nullable KafkaHealth kafka() {
        return runtime == null ? null : runtime.kafka();
    }

    /** What is counted, or null while the gateway is starting. Callable from any thread. */
    public CompletableFuture<@Nullable GatewayFigures> figures() {
        GatewayRuntime running = runtime;
        return running == null ? CompletableFuture.completedFuture(null) : running.figures();
    }

    /** What the start waits for, for people. */
    public String waitingFor() {
        return runtime == null ? "the application" : runtime.waitingFor();
    }
}
