package io.sluice.cli.output;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps libraries from talking past the command line: what a user must know, commands say themselves. A logging
 * configuration that the user names with {@code java.util.logging.config.file} is left alone.
 */
public final class LibraryLogs {
    /** Kept, because the JDK holds loggers weakly and forgets their levels with them. */
    private static final List<Logger> LIBRARIES = List.of(Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("io.sluice.crsp"));

    private LibraryLogs() {}

    /** Turns them off. Takes effect for the whole process. */
    public static void quiet() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            LIBRARIES.forEach(library -> library.setLevel(Level.OFF));
        }
    }
}
