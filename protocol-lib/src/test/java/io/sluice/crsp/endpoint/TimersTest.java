package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final TimerQueue queue = new TimerQueue();
    private final List<String> ran = new ArrayList<>();

    private void runDue(long now) {
        for (Runnable due = queue.poll(now); due != null; due = queue.poll(now)) {
            due.run();
        }
    }

    @Test
    void tasksRunInOrderOfTimeThenOfSubmission() {
        queue.add(20, () -> ran.add("c"));
        queue.add(10, () -> ran.add("a"));
        queue.add(10, () -> ran.add("b"));
        assertThat(queue.next()).isEqualTo(10);
        runDue(9);
        assertThat(ran).isEmpty();
        runDue(20);
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(queue.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        EventLoop.Scheduled first = queue.add(10, () -> ran.add("a"));
        queue.add(20, () -> ran.add("b"));
        first.cancel();
        assertThat(queue.next()).isEqualTo(20);
        runDue(100);
        assertThat(ran).containsExactly("b");
    }
}
