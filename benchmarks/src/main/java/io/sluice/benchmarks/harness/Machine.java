package io.sluice.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param cores that Java sees
 * @param processor model
 * @param kernel name and version
 * @param jdk version
 * @param load runnable threads in the last minute, before the run; negative if unknown
 */
public record Machine(int cores, String processor, String kernel, String jdk, double load) {
    private static final double BUSY = 0.7;

    /** This one. */
    public static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), processorModel(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch", "unknown");
        }
    }

    /** Whether others were at work, so that figures say less. */
    public boolean isBusy() { return load > BUSY; }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d cores, %s, %s, JDK %s, load %.1f", cores, processor, kernel, jdk.strip(),
                load);
    }
}
