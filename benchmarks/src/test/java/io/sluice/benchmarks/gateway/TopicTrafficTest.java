package io.sluice.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TopicTrafficTest {
    /** Another JVM's work: to wait for the end of its standard input. */
    static final class Idle {
        private Idle() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("here");
            System.in.transferTo(System.out);
        }
    }

    @Test
    void readsAreThoseSinceThen() {
        assertThat(new TopicTraffic(300, 900).readsSince(new TopicTraffic(100, 500))).isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void anotherJvmIsLookedIntoWithoutItsDoing() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Idle.class.getName()).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("here");
            try (JvmProbe probe = new JvmProbe(other.pid())) {
                assertThat(probe.heapAfterCollection()).isPositive();
                assertThat(probe.counter("java.lang:type=Runtime", "Pid")).isEqualTo(other.pid());
                assertThat(probe.counter("no.such:type=Bean", "Count")).isZero();
            }
        } finally {
            other.destroyForcibly();
        }
    }
}
