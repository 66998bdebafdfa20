package io.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    private Progress progress(boolean terminal, long total) {
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, terminal);
        return new Progress(console, "produced", total, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void plainLinesAreFewAndFar() {
        try (Progress progress = progress(false, 1_000)) {
            for (int done = 1; done <= 100; done++) {
                pass(Duration.ofMillis(100));
                progress.update(done);
            }
        }

        assertThat(err.toString().lines())
                .containsExactly("produced 50 of 1,000 (5 %), 10/s", "produced 100 of 1,000 (10 %), 10/s");
    }

    @Test
    void shortWorkShowsNoPlainLine() {
        try (Progress progress = progress(false, 10)) {
            pass(Duration.ofSeconds(1));
            progress.update(10);
        }

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void terminalLineIsRewrittenAndTakenAwayAtTheEnd() {
        try (Progress progress = progress(true, Progress.UNKNOWN)) {
            pass(Duration.ofSeconds(1));
            progress.update(5, "resumed 1");
            progress.update(6);
        }

        assertThat(err).hasToString("\r\u001b[Kproduced 5, 5/s, resumed 1\r\u001b[K");
    }
}
