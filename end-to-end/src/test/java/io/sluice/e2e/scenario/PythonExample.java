package io.sluice.e2e.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the client in Python is, and the Python that runs it. */
public final class PythonExample {
    private static final String PYTHON = "python3";

    private PythonExample() {}

    /** The folder of the example. */
    public static Path folder(Path root) {
        return root.resolve("docs/examples/python");
    }

    /** Python with this argument first, without leaving compiled files among the sources. */
    public static List<String> python(String argument) {
        requirePython();
        return List.of(PYTHON, "-B", argument);
    }

    static List<String> client(Path root) {
        return python(folder(root).resolve("crsp_client.py").toString());
    }

    private static void requirePython() {
        try {
            Process version = new ProcessBuilder(PYTHON, "--version").redirectErrorStream(true).start();
            if (version.waitFor(1, TimeUnit.MINUTES) && version.exitValue() == 0) {
                return;
            }
        } catch (IOException e) {
            throw missing(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(e);
        }
        throw missing(null);
    }

    private static AssertionError missing(@Nullable Exception cause) {
        return new AssertionError(
                "these tests run a client in Python, and there is no python3: install it, on Debian as root:"
                        + " apt-get install -y --no-install-recommends python3",
                cause);
    }
}
