package io.sluice.crsp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes each target in a process of its own, for as many seconds as {@code fuzz.seconds} says. Runs by the profile
 * {@code fuzz} only: its name is none that a build looks for.
 */
class FuzzingRun {
    private static final Path KEPT = Path.of("src/test/resources/fuzz").toAbsolutePath();
    private static final Path LEARNT = Path.of("target/fuzz").toAbsolutePath();
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

    private static Stream<FuzzTarget> wanted() {
        String named = System.getProperty("fuzz.target", "");
        return Stream.of(FuzzTarget.values()).filter(target -> named.isEmpty() || named.equals(target.text()));
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void findsNothing(FuzzTarget target) throws IOException, InterruptedException {
        Path kept = Files.createDirectories(KEPT.resolve(target.text()));
        Path learnt = Files.createDirectories(LEARNT.resolve(target.text()));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfuzz.target=" + target.text(),
                "-cp",
                classPath(),
                JAZZER,
                "--target_class=" + FuzzDriver.class.getName(),
                "--instrumentation_includes=io.sluice.**",
                "--reproducer_path=" + learnt,
                "-artifact_prefix=" + kept + File.separator,
                "-max_total_time=" + Integer.getInteger("fuzz.seconds", 60),
                "-max_len=1500",
                "-timeout=20",
                learnt.toString(),
                kept.toString());
        Path log = LEARNT.resolve(target.text() + ".log");
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        try (Stream<String> lines = Files.lines(log)) {
            lines.filter(line -> line.startsWith("Done ") || line.startsWith("== ")).forEach(
                    line -> System.out.println("fuzz: " + target.text() + ": " + line));
        }
        assertThat(exit).as("see %s", log).isZero();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
