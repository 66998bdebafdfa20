package io.sluice.gateway.metrics;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.kafka.KafkaHealth;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the metrics up to date: once a second the event loop is asked for its figures, so that whoever scrapes costs it
 * nothing.
 */
@ApplicationScoped
public class GatewayMetrics {
    private static final long INTERVAL_SECONDS = 1;

    @Inject
    MetricRegistry registry;

    @Inject
    Gateway gateway;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final List<CounterToRaise> counters = new ArrayList<>();
    private volatile @Nullable GatewayFigures figures;
    private @Nullable ScheduledFuture<?> refresh;

    /** One that is brought to a figure. */
    private static final class CounterToRaise {
        private final Counter counter;
        private final Metric.Reader reader;
        private long counted;

        CounterToRaise(Counter counter, Metric.Reader reader) {
            this.counter = counter;
            this.reader = reader;
        }

        void raise(GatewayFigures now) {
            long value = (long) reader.read(now);
            if (value > counted) {
                counter.inc(value - counted);
                counted = value;
            }
        }
    }

    void onStart(@Observes Startup event) {
        for (Metric metric : Metrics.ALL) {
            Tag[] tags = metric.tags().toArray(Tag[]::new);
            switch (metric) {
                case Metric.Level level ->
                    registry.gauge(level.metadata(), () -> level(level.reader()), tags);
                case Metric.Counted counted -> counters.add(new CounterToRaise(
                        registry.counter(counted.metadata(), tags), counted.reader()));
            }
        }
        registry.gauge(Metadata.builder().withName("sluice.kafka.up")
                .withDescription("1 while Kafka answers, otherwise 0").withUnit("none").build(), this::kafkaUp);
        refresh = scheduler.scheduleWithFixedDelay(this::refresh, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private double level(Metric.Reader reader) {
        GatewayFigures now = figures;
        return now == null ? 0 : reader.read(now);
    }

    private int kafkaUp() {
        KafkaHealth kafka = gateway.kafka();
        return kafka != null && kafka.isReachable() ? 1 : 0;
    }

    private void refresh() {
        var _ = gateway.figures().thenAccept(now -> {
            if (now != null) {
                figures = now;
                counters.forEach(counter -> counter.raise(now));
            }
        });
    }

    @PreDestroy
    void stop() {
        ScheduledFuture<?> running = refresh;
        if (running != null) {
            running.cancel(false);
        }
    }
}
