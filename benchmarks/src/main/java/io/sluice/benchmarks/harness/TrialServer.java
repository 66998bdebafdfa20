package io.sluice.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inner side of {@link TrialProcess}: takes an order a line, {@code run WARM-UP MEASURED} in milliseconds, and
 * answers in one line, {@code @figures KEY=VALUE …} or {@code @failed MESSAGE}. Ends with its standard input.
 */
public final class TrialServer {
    private static final String RUN = "run";
    private static final String FIGURES = "@figures";
    private static final String FAILED = "@failed";

    private TrialServer() {}

    /** Serves until standard input ends. Whatever else prints goes to standard error. */
    public static void serve(Trial trial) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(answer(trial, order));
            answers.flush();
        }
    }

    static String order(Pace pace) {
        return RUN + " " + pace.warmUp().toMillis() + " " + pace.measured().toMillis() + "\n";
    }

    static String answer(Trial trial, String order) {
        try {
            String[] words = order.split(" ", -1);
            Map<String, Double> figures = trial.run(Pace.ofMillis(Long.parseLong(words[1]), Long.parseLong(words[2])));
            StringBuilder line = new StringBuilder(FIGURES);
            new TreeMap<>(figures).forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
            return line.toString();
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return FAILED + " " + message.replaceAll("\\s+", " ");
        }
    }

    /** False for what the JVM itself prints. */
    static boolean isAnswer(String line) {
        return line.startsWith(FIGURES) || line.startsWith(FAILED);
    }

    static Map<String, Double> figures(String answer) throws IOException {
        String[] words = answer.split(" ", -1);
        if (!words[0].equals(FIGURES)) {
            throw new IOException(answer.startsWith(FAILED + " ") ? answer.substring(FAILED.length() + 1) : answer);
        }
        Map<String, Double> figures = new TreeMap<>();
        for (int index = 1; index < words.length; index++) {
            int equals = words[index].indexOf('=');
            figures.put(words[index].substring(0, equals), Double.parseDouble(words[index].substring(equals + 1)));
        }
        return figures;
    }
}
