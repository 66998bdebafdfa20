package io.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Lines that are drawn anew. */
class LiveTextTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out), new PrintWriter(err), false, terminal);
    }

    @Test
    void linesAreReplacedAFewTimesASecond() {
        try (LiveText live = new LiveText(console(true), now::get)) {
            live.update(() -> List.of("one", "two"));
            live.update(() -> List.of("too soon"));
            now.addAndGet(100_000_000);
            live.update(() -> List.of("three"));
        }
        assertThat(err.toString()).isEqualTo(String.format("one%ntwo%n\u001b[2A\r\u001b[Jthree%n\u001b[1A\r\u001b[J"));
    }

    @Test
    void aNoteOrAResultTakesTheirPlace() {
        Console console = console(true);
        LiveText live = new LiveText(console, now::get);
        live.update(() -> List.of("one", "two"));
        console.note("a note");
        assertThat(err.toString()).endsWith(String.format("\u001b[2A\r\u001b[Ja note%n"));
        now.addAndGet(100_000_000);
        live.update(() -> List.of("three"));
        console.result("a result", Json.object());
        assertThat(err.toString()).endsWith(String.format("three%n\u001b[1A\r\u001b[J"));
        assertThat(out.toString()).isEqualTo(String.format("a result%n"));
    }

    @Test
    void nothingIsDrawnWhereNobodyWatches() {
        try (LiveText live = new LiveText(console(false), now::get)) {
            live.update(() -> List.of("one"));
        }
        assertThat(err.toString()).isEmpty();
    }
}
