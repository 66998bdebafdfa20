package io.sluice.cli.kafka;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Kafka's clients from talking past the command line: what a user must know, commands say
 * themselves. A logging configuration that the user names is left alone.
 */
public final class KafkaLogs {
    /** Kept, because the JDK holds loggers weakly and forgets their levels with them. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private KafkaLogs() {}

    /** Takes effect for the whole process. */
    public static void quiet() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            KAFKA.setLevel(Level.OFF);
        }
    }
}
