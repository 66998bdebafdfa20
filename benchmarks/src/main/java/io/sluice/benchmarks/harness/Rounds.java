package io.sluice.benchmarks.harness;

import io.sluice.cli.output.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs measures: each entrant in a JVM of its own, entrants in turn, round after round, so that a change of the
 * machine's mood meets all alike. A failure ends its row only.
 */
public final class Rounds {
    private final TrialProcess.Factory processes;
    private final Console console;
    private final int rounds;

    /**
     * @param processes starts the JVM of an entrant
     * @param console for progress
     * @param rounds at least 1
     */
    public Rounds(TrialProcess.Factory processes, Console console, int rounds) {
        this.processes = processes;
        this.console = console;
        this.rounds = rounds;
    }

    /** Measures; the table may have failed rows. */
    public Table measure(Measure measure) throws InterruptedException {
        List<Row> rows = measure.entrants().stream().map(Row::new).toList();
        rows.forEach(row -> leaveOutIfAbsent(measure, row));
        Map<Row, TrialProcess> running = new ConcurrentHashMap<>();
        try (ExecutorService turns = Executors.newFixedThreadPool(measure.atOnce())) {
            for (int round = 0; round < rounds; round++) {
                Pace pace = round == 0 ? measure.first() : measure.later();
                List<Future<?>> turn = new ArrayList<>();
                for (Row row : rows) {
                    String progress = String.format(Locale.ROOT, "%s, round %d of %d: %s", measure.name(), round + 1,
                            rounds, row.entrant().title());
                    turn.add(turns.submit(() -> run(measure, row, running, pace, progress)));
                }
                awaitAll(turn, turns);
            }
        } finally {
            running.values().forEach(TrialProcess::close);
        }
        return new Table(measure, rows);
    }

    private void leaveOutIfAbsent(Measure measure, Row row) {
        String absence = row.entrant().absent().get();
        if (absence != null) {
            row.leaveOut(absence);
            console.note("LEFT OUT of " + measure.name() + ": " + row.entrant().title() + ". " + absence);
        }
    }

    /** A process starts when it is its turn, so that its start disturbs nobody else's. */
    private void run(Measure measure, Row row, Map<Row, TrialProcess> running, Pace pace, String progress) {
        if (!row.isOpen()) {
            return;
        }
        console.note(progress);
        try {
            TrialProcess process = running.get(row);
            if (process == null) {
                process = processes.start(measure, row.entrant());
                running.put(row, process);
            }
            row.add(process.run(pace));
        } catch (IOException | RuntimeException e) {
            fail(row, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(row, e);
        }
    }

    private void fail(Row row, Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        row.fail(message);
        console.note("FAILED: " + row.entrant().title() + ": " + message);
    }

    private static void awaitAll(List<Future<?>> turn, ExecutorService turns) throws InterruptedException {
        for (Future<?> each : turn) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a turn failed beyond its row", e.getCause());
            } catch (InterruptedException e) {
                // Who is stopped does not wait for a round's end.
                turns.shutdownNow();
                throw e;
            }
        }
    }
}
