package io.sluice.cli.control;

import io.sluice.crsp.client.ControllerListener;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers when renderers began to follow a command, by their own clocks. Safe for threads. */
final class Begins implements ControllerListener {
    /** Begin of a command, by renderer and command's id. */
    private final Map<String, Map<Long, Long>> millis = new HashMap<>();

    @Override
    public synchronized void onRenderer(Message.RendererSeen renderer) {
        if (renderer.state() == PlaybackState.BEGUN || renderer.state() == PlaybackState.PLAYING) {
            millis.computeIfAbsent(renderer.renderer(), each -> new HashMap<>())
                    .putIfAbsent(renderer.followed(), renderer.atMillis());
            notifyAll();
        }
    }

    /**
     * Waits until all have begun.
     *
     * @param commands ids by renderer
     * @return the time between the first and the last, or null if some have not begun by then
     */
    synchronized @Nullable Duration awaitAll(Map<String, Long> commands, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!begun(commands.entrySet())) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        LongSummaryStatistics all = commands.entrySet().stream()
                .mapToLong(each -> millis.getOrDefault(each.getKey(), Map.of()).getOrDefault(each.getValue(), 0L))
                .summaryStatistics();
        return Duration.ofMillis(all.getMax() - all.getMin());
    }

    private boolean begun(Collection<Map.Entry<String, Long>> commands) {
        return commands.stream()
                .allMatch(each -> millis.getOrDefault(each.getKey(), Map.of()).containsKey(each.getValue()));
    }
}
