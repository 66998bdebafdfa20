package io.sluice.crsp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays what fuzzing found worth keeping, and adds a little chance. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final int RANDOM_INPUTS = 300;
    private static final int MAX_INPUT = 600;

    @ParameterizedTest
    @EnumSource
    void everyInputOfTheCorpusIsTaken(FuzzTarget target) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.text()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            run(target, input.toString(), Files.readAllBytes(input));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesOfChanceAreTaken(FuzzTarget target) {
        SplittableRandom random = new SplittableRandom(target.name().length());
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] input = new byte[random.nextInt(MAX_INPUT)];
            random.nextBytes(input);
            run(target, "input " + i, input);
        }
    }

    private static void run(FuzzTarget target, String name, byte[] input) {
        try {
            target.run(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(target.text() + " fails at " + name, e);
        }
    }
}
