package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final AtomicLong clock = new AtomicLong(5_000_000_000L);
    private final StringWriter out = new StringWriter();

    private Story story(boolean json) {
        return new Story(new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), json, false),
                clock::get);
    }

    @Test
    void aStepIsToldWithTheTimeSinceTheStart() {
        Story story = story(false);
        clock.addAndGet(12_340_000_000L);
        story.tell("both are ready", Json.object());

        assertThat(out).hasToString("  12.3 s  both are ready" + System.lineSeparator());
    }

    @Test
    void machinesGetTheEventAndItsTime() {
        Story story = story(true);
        clock.addAndGet(12_340_000_000L);
        story.tell("both are ready", Json.object().put("event", "up"));

        assertThat(out.toString().strip()).isEqualTo("{\"event\":\"up\",\"atMillis\":12340}");
    }
}
