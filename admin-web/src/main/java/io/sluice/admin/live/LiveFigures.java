package io.sluice.admin.live;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.kafka.KafkaHealth;
import io.sluice.gateway.metrics.FigureSample;
import io.sluice.gateway.metrics.GatewayFigures;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample of the gateway's figures once a second, keeps those of the last minutes for charts, and tells each to
 * those who listen. However many do, the event loop is asked once.
 */
@ApplicationScoped
public class LiveFigures {
    private static final long INTERVAL_SECONDS = 1;
    private static final int KEPT = 300;
    private static final int MOST_LISTENERS = 100;

    @Inject
    Gateway gateway;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final Samples samples = new Samples(KEPT);
    private final Listeners listeners = new Listeners(MOST_LISTENERS);
    private volatile @Nullable Sse events;
    private volatile @Nullable GatewayFigures before;
    private @Nullable ScheduledFuture<?> refresh;

    void onStart(@Observes Startup event) {
        refresh = scheduler.scheduleWithFixedDelay(this::take, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private void take() {
        var _ = gateway.figures().thenAccept(figures -> {
            if (figures != null) {
                KafkaHealth kafka = gateway.kafka();
                GatewayFigures last = before;
                before = figures;
                FigureSample sample = FigureSample.of(Clock.systemUTC().millis(),
                        kafka != null && kafka.isReachable(), figures, last == null ? figures : last);
                samples.add(sample);
                tell(sample);
            }
        });
    }

    private void tell(FigureSample sample) {
        Sse known = events;
        if (known != null && listeners.count() > 0) {
            listeners.send(known.newEventBuilder().name("overview").mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(FigureSample.class, sample).build());
        }
    }

    /** Tells it every sample from now on. */
    public void listen(Sse sse, SseEventSink sink) {
        events = sse;
        listeners.add(sink);
    }

    /** The samples of the last minutes, the oldest first. */
    public List<FigureSample> history() {
        return samples.all();
    }

    /** The newest sample, or null while the gateway is starting. */
    public @Nullable FigureSample now() {
        return samples.last();
    }

    @PreDestroy
    void stop() {
        ScheduledFuture<?> running = refresh;
        if (running != null) {
            running.cancel(false);
        }
    }
}
