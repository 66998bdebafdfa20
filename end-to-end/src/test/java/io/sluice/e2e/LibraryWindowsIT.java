package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryChannel;
import io.sluice.crsp.client.LibraryDownload;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Files of the library read in windows of every size by one and by many workers, of which each has a window under way: as
 * requests of their own, and through channels that read ahead.
 */
@ExtendWith(Scenarios.class)
class LibraryWindowsIT {
    private static final int CHUNK = 262_144;
    private static final int LARGE = 10 * 1024 * 1024;
    private static final int GIBIBYTE = 1 << 30;
    /** With this property everything is read, if wanted of one size only; otherwise what takes seconds. */
    private static final boolean ALL = Boolean.getBoolean("sluice.library.all");
    private static final int ONLY_SIZE = Integer.getInteger("sluice.library.size", -1);
    /** Requests that would take longer are left out. */
    private static final double MOST_SECONDS = Integer.getInteger("sluice.library.seconds", 240);
    private static final int[] SIZES = {0, 1, 255, 256, 257, CHUNK + 1, LARGE, GIBIBYTE};
    private static final int[] WINDOWS = {1, 7, 255, 256, 4093, 65_536};
    private static final int[] WORKERS = {1, 7, 100};
    /** Larger files are not read byte by byte. */
    private static final int MOST_OF_BYTES = CHUNK + 1;
    /** Windows read by each worker to see how long all would take. */
    private static final int PROBED = 1000;
    private static final int MOST_WORKERS = 100;
    /** As the command line does. */
    private static final int WORKERS_PER_SESSION = 16;

    /** Reads all of a file into memory; returns how many windows it took. */
    @FunctionalInterface
    private interface Reading {
        long read(LibraryFile file, byte[] memory, int window, int workers) throws Exception;
    }

    private static List<Library> sessions(Scenario scenario) throws Exception {
        List<Library> sessions = new ArrayList<>();
        for (int i = 0; i < (MOST_WORKERS + WORKERS_PER_SESSION - 1) / WORKERS_PER_SESSION; i++) {
            sessions.add(scenario.connect(Scenario.address(scenario.sharedGateway())).library());
        }
        return sessions;
    }

    /** How many it takes, one at least: a file of no bytes is asked for, too. */
    private static int windows(int size, int window) {
        return Math.max(1, Math.ceilDiv(size, window));
    }

    private static long sum(List<Future<Long>> counts) throws Exception {
        long sum = 0;
        for (Future<Long> each : counts) {
            sum += each.get();
        }
        return sum;
    }

    // Each window a request of its own; a worker takes the next one that nobody has taken.

    private static long byRequests(Scenario scenario, List<Library> sessions, LibraryFile file, byte[] memory,
            int window, int workers) throws Exception {
        AtomicLong next = new AtomicLong();
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Library library = sessions.get(i % sessions.size());
            counts.add(scenario.start(() -> {
                long count = 0;
                for (long at = next.getAndAdd(window); at < Math.max(1, memory.length); at = next.getAndAdd(window)) {
                    receive(library, file, new ByteRange(at, Math.min(window, memory.length - at)), memory);
                    count++;
                }
                return count;
            }));
        }
        long count = sum(counts);
        assertThat(count).isEqualTo(windows(memory.length, window));
        return count;
    }

    private static void receive(Library library, LibraryFile file, ByteRange range, byte[] memory) throws Exception {
        try (LibraryDownload download = library.download(file.name(), file.version(), range)) {
            int at = (int) range.offset();
            for (byte[] bytes = download.next(); bytes != null; bytes = download.next()) {
                System.arraycopy(bytes, 0, memory, at, bytes.length);
                at += bytes.length;
            }
        }
    }

    // Each worker has a part of the file and reads it in windows through a channel of its own.

    private static long byChannels(Scenario scenario, List<Library> sessions, LibraryFile file, byte[] memory,
            int window, int workers) throws Exception {
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Library library = sessions.get(i % sessions.size());
            int from = (int) ((long) memory.length * i / workers);
            int to = (int) ((long) memory.length * (i + 1) / workers);
            counts.add(scenario.start(() -> {
                try (LibraryChannel channel = library.channel(file, LibraryChannel.DEFAULT_BUFFER_BYTES)) {
                    return readPart(channel, ByteBuffer.wrap(memory, from, to - from), window);
                }
            }));
        }
        return sum(counts);
    }

    private static long readPart(LibraryChannel channel, ByteBuffer part, int window) throws Exception {
        int end = part.limit();
        channel.position(part.position());
        long count = 0;
        while (part.position() < end) {
            int wanted = Math.min(window, end - part.position());
            int read = channel.read(part.limit(part.position() + wanted));
            if (read != wanted) {
                throw new AssertionError(read + " bytes instead of " + wanted + " before " + part.position());
            }
            count++;
        }
        return count;
    }

    // What is read of what.

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void windowsOfEverySizeReadByManyWorkersMakeUpTheFile(Scenario scenario) throws Exception {
        List<Library> sessions = sessions(scenario);
        for (int[] each : new int[][]{{0, 7}, {1, 1}, {255, 7}, {256, 255}, {257, 256}, {257, 1}, {CHUNK + 1, 4093},
            {CHUNK + 1, 65_536}, {LARGE, 65_536}}) {
            Stored stored = new Stored(sessions.getFirst(), each[0]);
            for (int workers : WORKERS) {
                stored.read(
                        (file, memory, window, count) -> byRequests(scenario, sessions, file, memory, window, count),
                        each[1], workers);
            }
        }
        try (GatewayHttp http = new GatewayHttp(scenario.sharedGateway())) {
            Await.until("chunks from memory", Scenario.PATIENCE,
                    () -> http.metric("sluice_library_cache_hits_total") > http
                            .metric("sluice_library_cache_misses_total"));
        }
        if (ALL) {
            readAll(scenario, sessions);
        }
    }

    @Test
    void windowsOfEverySizeReadThroughChannelsMakeUpTheFile(Scenario scenario) throws Exception {
        List<Library> sessions = sessions(scenario);
        for (int size : Arrays.copyOf(SIZES, SIZES.length - 1)) {
            Stored stored = new Stored(sessions.getFirst(), size);
            for (int window : WINDOWS) {
                for (int workers : size == LARGE ? new int[]{7} : WORKERS) {
                    if (window > 1 || size <= MOST_OF_BYTES) {
                        stored.read((file, memory, bytes, count) -> byChannels(scenario, sessions, file, memory, bytes,
                                count), window, workers);
                    }
                }
            }
        }
    }

    /** Every size in every window by every number of workers; says the times, and what is left out as it would take too long. */
    private static void readAll(Scenario scenario, List<Library> sessions) throws Exception {
        Reading channels = (file, memory, window, workers) -> byChannels(scenario, sessions, file, memory, window,
                workers);
        Reading requests = (file, memory, window, workers) -> byRequests(scenario, sessions, file, memory, window,
                workers);
        Stored probe = new Stored(sessions.getFirst(), LARGE);
        List<String> figures = new ArrayList<>();
        for (int size : ONLY_SIZE >= 0 ? new int[]{ONLY_SIZE} : SIZES) {
            Stored stored = new Stored(sessions.getFirst(), size);
            for (int window : WINDOWS) {
                for (int workers : window > 1 || size <= MOST_OF_BYTES ? WORKERS : new int[0]) {
                    figures.add(stored.read(channels, window, workers).text("channels"));
                    scenario.say(figures.getLast());
                    double seconds = probe.estimate(requests, size, window, workers);
                    figures.add(seconds > MOST_SECONDS
                            ? String.format(Locale.ROOT,
                                    "requests, %,d bytes in windows of %,d by %d workers: left out, %,d would take about %,.0f s",
                                    size, window, workers, windows(size, window), seconds)
                            : stored.read(requests, window, workers).text("requests"));
                    scenario.say(figures.getLast());
                }
            }
        }
        Path file = Files.createDirectories(
                scenario.installation().root().resolve("end-to-end/target/figures")).resolve("library-windows.txt");
        Files.write(file, figures);
    }

    private record Figures(int size, int window, int workers, long windows, double seconds) {
        String text(String how) {
            return String.format(Locale.ROOT,
                    "%s, %,d bytes in windows of %,d by %d workers: %.2f s, %,.0f windows/s, %.1f MB/s, SHA-256 equal",
                    how,
                    size, window, workers, seconds, windows / seconds, size / seconds / 1e6);
        }
    }

    /** A file in the library, and room for it: of a large one there is nothing else in memory. */
    private static final class Stored {
        private final LibraryFile file;
        private final byte[] memory;
        private final String sha256;

        Stored(Library library, int size) throws Exception {
            memory = LibraryFiles.random(size, size);
            sha256 = LibraryFiles.sha256(memory);
            file = LibraryFiles.put(library, "windows/" + size + " bytes", memory);
        }

        /** Reads it and compares it. */
        Figures read(Reading reading, int window, int workers) throws Exception {
            Arrays.fill(memory, (byte) 0);
            long[] windows = new long[1];
            double seconds = seconds(() -> windows[0] = reading.read(file, memory, window, workers));
            assertThat(LibraryFiles.sha256(memory))
                    .as(memory.length + " bytes in windows of " + window + " by " + workers).isEqualTo(sha256);
            return new Figures(memory.length, window, workers, windows[0], seconds);
        }

        /** How long a file of this size would take, if it may be long, from some windows of this one. */
        double estimate(Reading reading, int size, int window, int workers) throws Exception {
            int all = windows(size, window);
            int tried = Math.min(all, PROBED * workers);
            if (tried == all) {
                return 0;
            }
            byte[] part = new byte[(int) Math.min(memory.length, (long) tried * window)];
            double seconds = seconds(() -> reading.read(file, part, window, workers));
            return seconds * all / windows(part.length, window);
        }

        private static double seconds(Callable<?> work) throws Exception {
            long start = System.nanoTime();
            work.call();
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
