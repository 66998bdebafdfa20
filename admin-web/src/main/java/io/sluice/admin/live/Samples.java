package io.sluice.admin.live;

import io.sluice.gateway.metrics.FigureSample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last samples, the oldest first. Safe for threads. */
final class Samples {
    private final int most;
    private final Deque<FigureSample> kept = new ArrayDeque<>();

    /**
     * @param most how many are kept
     */
    Samples(int most) {
        this.most = most;
    }

    synchronized void add(FigureSample sample) {
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(sample);
    }

    synchronized List<FigureSample> all() {
        return List.copyOf(kept);
    }

    synchronized @Nullable FigureSample last() {
        return kept.peekLast();
    }
}
