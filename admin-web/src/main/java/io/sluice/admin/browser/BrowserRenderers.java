package io.sluice.admin.browser;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.control.Control;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What browsers that are renderers share. Safe for threads. */
@ApplicationScoped
public class BrowserRenderers {
    @Inject
    Gateway gateway;

    @Inject
    GatewayConfig config;

    @Resource
    @Nullable
    ManagedExecutorService executor;

    private final AtomicInteger count = new AtomicInteger();

    /** Takes a place, to be given back by {@link #leave}; false if there is none. */
    public boolean enter() {
        if (count.incrementAndGet() <= config.control().maxBrowsers()) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    public void leave() {
        count.decrementAndGet();
    }

    /** Null while the gateway is starting. */
    @Nullable
    public Control control() {
        return gateway.control();
    }

    /** For what may wait. */
    public Executor executor() {
        ManagedExecutorService managed = executor;
        if (managed == null) {
            throw new IllegalStateException("the container has given no executor");
        }
        return managed;
    }
}
