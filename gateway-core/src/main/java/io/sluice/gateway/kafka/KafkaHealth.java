package io.sluice.gateway.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Knows whether Kafka answered lately. Safe for threads. */
public final class KafkaHealth {
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Admin admin;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Instant lastAnswer;
    private volatile @Nullable Instant lastQuestion;
    private volatile @Nullable String lastFailure;

    public KafkaHealth(Admin admin, Clock clock) {
        this.admin = admin;
        this.clock = clock;
    }

    /** Asks Kafka if the last question is some seconds old; never blocks. */
    public void ask() {
        Instant now = clock.instant();
        Instant before = lastQuestion;
        if ((before != null && now.isBefore(before.plus(INTERVAL))) || !asking.compareAndSet(false, true)) {
            return;
        }
        lastQuestion = now;
        var _ = admin.describeCluster().nodes().toCompletionStage().handle((nodes, failure) -> {
            asking.set(false);
            if (failure == null) {
                lastAnswer = clock.instant();
                lastFailure = null;
            } else {
                lastFailure = String.valueOf(failure.getMessage());
            }
            return nodes;
        });
    }

    /** True if Kafka answered within the last seconds. */
    public boolean isReachable() {
        Instant last = lastAnswer;
        return last != null && clock.instant().isBefore(last.plus(FRESH));
    }

    /** Why the last question was not answered, or null. */
    public @Nullable String lastFailure() {
        return lastFailure;
    }
}
