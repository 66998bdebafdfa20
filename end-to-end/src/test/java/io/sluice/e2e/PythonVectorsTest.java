package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.scenario.PythonExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client in Python reads and writes what the specification says, by its own tests. */
class PythonVectorsTest {

    @Test
    void theClientInPythonAgreesWithTheVectorsOfTheSpecification() throws Exception {
        List<String> command = new ArrayList<>(PythonExample.python("-m"));
        command.add("unittest");
        Process tests = new ProcessBuilder(command)
                .directory(PythonExample.folder(Path.of(System.getProperty("sluice.root"))).toFile())
                .redirectErrorStream(true).start();

        String output = new String(tests.getInputStream().readAllBytes(), UTF_8);

        assertThat(tests.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("Ran \\d{2,} tests").contains("OK");
    }
}
