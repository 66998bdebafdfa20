package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.ExitCode;
import io.sluice.cli.Sluice;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryChannel;
import io.sluice.crsp.client.LibraryDownload;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.LibraryPage;
import io.sluice.crsp.client.LibraryUpload;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files into the library and out of it. */
@ExtendWith(Scenarios.class)
class LibraryIT {
    private static final int CHUNK = 262_144;
    private static final int LARGE = 10 * 1024 * 1024;
    private static final int GIBIBYTE = 1 << 30;
    /** With this property every size is stored and read by each number of workers. */
    private static final boolean ALL = Boolean.getBoolean("sluice.library.all");
    private static final int[] SIZES = {0, 1, 255, 256, 257, CHUNK + 1, LARGE, GIBIBYTE};
    private static final int[] WORKERS = {1, 7, 100};
    private static final int KILLS = 10;

    /** Slow enough that a large file can be interrupted. */
    private static final LinkSettings SLOW = LinkSettings.builder().bytesPerSecond(3 * 1024 * 1024).build();

    @TempDir
    private Path folder;

    // The command line, in this process.

    private record Run(int exitCode, String out, String err) {
        /** A number in the JSON that the command wrote. */
        long number(String name) {
            Matcher found = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(out);
            assertThat(found.find()).as(name + " in " + out + err).isTrue();
            return Long.parseLong(found.group(1));
        }
    }

    private static Run library(Scenario scenario, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("library"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--json", "--plain", "--gateway", address(scenario)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Sluice.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    private static Run done(Run run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        return run;
    }

    private static String address(Scenario scenario) throws Exception {
        return "127.0.0.1:" + scenario.sharedGateway().settings().port();
    }

    private Path file(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void filesOfEverySizeComeBackByteForByteWithOneWorkerAndWithSeven(Scenario scenario) throws Exception {
        for (int workers : ALL ? WORKERS : new int[]{1, 7}) {
            for (int size : ALL ? SIZES : Arrays.copyOf(SIZES, SIZES.length - 1)) {
                byte[] content = LibraryFiles.random(size, size + workers);
                String name = "sizes/" + size + " bytes, " + workers + " workers";
                Path copy = folder.resolve("copy-" + size + "-" + workers);
                done(library(scenario, "put", file("original", content).toString(), "--name", name, "--workers",
                        Integer.toString(workers)));
                done(library(scenario, "get", name, "--output", copy.toString(), "--workers",
                        Integer.toString(workers)));
                assertThat(LibraryFiles.sha256(Files.readAllBytes(copy))).as(name)
                        .isEqualTo(LibraryFiles.sha256(content));
            }
        }
    }

    /** How much of a file has arrived. */
    @FunctionalInterface
    private interface Progress {
        long bytes() throws Exception;
    }

    /** Kills a command ten times, each time a random way further on. */
    private static void killTenTimes(Scenario scenario, Progress progress, String... command) throws Exception {
        List<Long> moments = KillSchedule.random(KILLS, LARGE / 2).positions();
        for (long moment : moments) {
            long wanted = Math.max(moment, progress.bytes() + 1);
            CliProcess killed = scenario.cli(command);
            Await.until(wanted + " bytes", Scenario.PATIENCE, () -> {
                boolean arrived = progress.bytes() >= wanted;
                assertThat(killed.isRunning()).as("it is not done yet: " + killed.out() + killed.err()).isTrue();
                return arrived;
            });
            killed.close();
            Await.until("the end of the process", Scenario.PATIENCE, () -> !killed.isRunning());
        }
    }

    @Test
    void anUploadThatIsKilledTenTimesGoesOnWhereItStopped(Scenario scenario) throws Exception {
        byte[] content = LibraryFiles.random(LARGE, 1);
        String original = file("original", content).toString();
        UdpRelay slow = scenario.relay(scenario.sharedGateway(), SLOW);
        Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
        killTenTimes(scenario, () -> LARGE - missing(library, "killed upload", content), "library", "put", original,
                "--name", "killed upload", "--type", LibraryFiles.TYPE, "--workers", "3", "--plain", "--gateway",
                "127.0.0.1:" + slow.localAddress().getPort());

        Run again = done(library(scenario, "put", original, "--name", "killed upload", "--type", LibraryFiles.TYPE));

        assertThat(again.number("existing")).isGreaterThanOrEqualTo(KILLS * CHUNK);
        assertThat(again.number("existing") + again.number("sent")).isEqualTo(LARGE);
        assertThat(receive(library, "killed upload", 0, 0, Library.TO_THE_END)).isEqualTo(content);
        scenario.say("of " + LARGE + " bytes " + again.number("existing") + " were there after " + KILLS + " kills");
    }

    private static long missing(Library library, String name, byte[] content) throws Exception {
        try (LibraryUpload upload = library.upload(name, content.length, LibraryFiles.TYPE,
                LibraryFiles.sha256(content))) {
            return upload.missing().stream().mapToLong(ByteRange::length).sum();
        }
    }

    @Test
    void aDownloadThatIsKilledTenTimesGoesOnWhereItStopped(Scenario scenario) throws Exception {
        byte[] content = LibraryFiles.random(LARGE, 2);
        done(library(scenario, "put", file("original", content).toString(), "--name", "killed download"));
        Path copy = folder.resolve("copy");
        Path journal = folder.resolve("copy.part.done");
        UdpRelay slow = scenario.relay(scenario.sharedGateway(), SLOW);
        killTenTimes(scenario, () -> journaled(journal), "library", "get", "killed download", "--output",
                copy.toString(), "--workers", "3", "--plain", "--gateway",
                "127.0.0.1:" + slow.localAddress().getPort());
        assertThat(copy).doesNotExist();

        Run again = done(library(scenario, "get", "killed download", "--output", copy.toString()));

        assertThat(again.number("existing")).isGreaterThanOrEqualTo(KILLS * CHUNK);
        assertThat(again.number("existing") + again.number("received")).isEqualTo(LARGE);
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
        assertThat(folder.resolve("copy.part")).doesNotExist();
        assertThat(journal).doesNotExist();
        scenario.say("of " + LARGE + " bytes " + again.number("existing") + " were here after " + KILLS + " kills");
    }

    /** What the first line names is the file. */
    private static long journaled(Path journal) throws Exception {
        return Files.exists(journal) ? Math.max(0, Files.readAllLines(journal).size() - 1L) * CHUNK : 0;
    }

    @Test
    void theyGoOnWhenTheirGatewayIsKilled(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        UdpRelay slow = scenario.relay(gateway, SLOW);
        byte[] first = LibraryFiles.random(LARGE / 2, 3);
        byte[] second = LibraryFiles.random(LARGE / 2, 4);
        Library quick = scenario.connect(Scenario.address(gateway)).library();
        LibraryFiles.put(quick, "first", first);
        Library library = scenario.connect(slow.localAddress()).library();
        Future<byte[]> received = scenario.start(() -> receive(library, "first", 0, 0, Library.TO_THE_END));
        Future<byte[]> windows = scenario.start(() -> {
            try (LibraryChannel channel = library.channel("first", 0)) {
                return Channels.newInputStream(channel).readAllBytes();
            }
        });
        Future<LibraryFile> stored = scenario.start(() -> LibraryFiles.put(library, "second", second));
        Await.until("a part of the file", Scenario.PATIENCE,
                () -> missing(quick, "second", second) < second.length - CHUNK);
        assertThat(received.isDone() && stored.isDone()).as("both are done already").isFalse();

        assertThat(gateway.kill()).isTrue();
        Scenario.restart(gateway);

        assertThat(received.get()).isEqualTo(first);
        assertThat(windows.get()).isEqualTo(first);
        assertThat(stored.get().sha256()).isEqualTo(LibraryFiles.sha256(second));
        assertThat(receive(quick, "second", 0, 0, Library.TO_THE_END)).isEqualTo(second);
    }

    private static byte[] receive(Library library, String name, long version, long offset, long length)
            throws Exception {
        try (LibraryDownload download = library.download(name, version, new ByteRange(offset, length))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] bytes = download.next(); bytes != null; bytes = download.next()) {
                all.writeBytes(bytes);
            }
            return all.toByteArray();
        }
    }

    @Test
    void anyTextIsANameAndNoneLeadsOutOfTheLibrary(Scenario scenario) throws Exception {
        String original = file("original", new byte[]{1, 2, 3}).toString();
        for (String name : new String[]{"names/größe, 1.txt", "names/映画 🎬/a b,c", "names/ ", "names/-o",
            "names/%2e"}) {
            done(library(scenario, "put", original, "--name", name));
            Path copy = folder.resolve("copy");
            done(library(scenario, "get", name, "--output", copy.toString(), "--overwrite"));
            assertThat(copy).hasBinaryContent(new byte[]{1, 2, 3});
        }
        for (String name : new String[]{"", "..", "../x", "names/../../etc/passwd", "/etc/passwd", "names//x",
            "a\nb"}) {
            for (Run refused : List.of(library(scenario, "put", original, "--name", name),
                    library(scenario, "get", name, "--output", folder.resolve("stolen").toString()),
                    library(scenario, "info", name), library(scenario, "rm", name),
                    library(scenario, "verify", name))) {
                assertThat(refused.exitCode()).as("\"" + name + "\"").isEqualTo(ExitCode.USAGE);
                assertThat(refused.err()).contains("NAME_INVALID");
            }
        }
        assertThat(folder.resolve("stolen")).doesNotExist();
        assertThat(library(scenario, "get", "names/missing").err()).contains("FILE_UNKNOWN");
        assertThat(done(library(scenario, "list", "names/", "--limit", "2")).out())
                .contains("names/ ", "names/%2e", "\"more\":true");
    }

    @Test
    void rangesBeginAndEndAnywhereButNotBeyondTheEnd(Scenario scenario) throws Exception {
        Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
        int size = 3 * CHUNK + 5;
        byte[] content = LibraryFiles.random(size, 5);
        LibraryFiles.put(library, "ranges", content);
        for (long[] range : new long[][]{{0, 0}, {0, 1}, {5, 3}, {CHUNK - 1, 2}, {CHUNK, CHUNK}, {1, 3 * CHUNK},
            {size - 1, 100}, {size, 1}, {size, 0}, {0, Library.TO_THE_END}, {7, Library.TO_THE_END - 1}}) {
            int end = (int) Math.min(size, range[0] + range[1]);
            assertThat(receive(library, "ranges", 0, range[0], range[1])).as(Arrays.toString(range))
                    .isEqualTo(Arrays.copyOfRange(content, (int) range[0], end));
        }
        for (long offset : new long[]{size + 1, 1L << 40}) {
            assertThatThrownBy(() -> receive(library, "ranges", 0, offset, 1)).isInstanceOfSatisfying(
                    SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RANGE_INVALID))
                    .hasMessageContaining(size + " bytes");
        }
        assertThat(library.info("ranges", 0).size()).isEqualTo(size);
        Run beyond = library(scenario, "get", "ranges", "--offset", Integer.toString(size + 1), "--output", "-");
        assertThat(beyond.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(beyond.err()).contains("RANGE_INVALID");
    }

    @Test
    void aChannelReadsTheVersionItWasOpenedFor(Scenario scenario) throws Exception {
        Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
        byte[] content = LibraryFiles.random(LARGE, 10);
        LibraryFile file = LibraryFiles.put(library, "channel", content);
        LibraryFiles.put(library, "channel", LibraryFiles.random(CHUNK, 11));
        assertThatThrownBy(() -> library.channel("no channel", 0)).isInstanceOfSatisfying(
                SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNKNOWN));
        Random random = new Random(12);
        try (LibraryChannel channel = library.channel("channel", file.version())) {
            assertThat(channel.size()).isEqualTo(LARGE);
            for (int i = 0; i < 200; i++) {
                int offset = random.nextInt(LARGE);
                ByteBuffer window = ByteBuffer.allocate(1 + random.nextInt(i % 10 == 0 ? 2 * CHUNK : 1000));
                channel.position(offset).read(window);
                int end = Math.min(LARGE, offset + window.capacity());
                assertThat(Arrays.copyOf(window.array(), window.position())).as(offset + " to " + end)
                        .isEqualTo(Arrays.copyOfRange(content, offset, end));
            }
            library.remove("channel", file.version());
            assertThatThrownBy(() -> channel.position(LARGE / 2).read(ByteBuffer.allocate(CHUNK)))
                    .isInstanceOf(IOException.class).hasCauseInstanceOf(SluiceException.class)
                    .hasMessageContaining("channel");
        }
    }

    @Test
    void uploadsOfOneNameAreVersionsAndNeverAMixture(Scenario scenario) throws Exception {
        Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
        List<byte[]> contents = List.of(LibraryFiles.random(2 * CHUNK, 6), LibraryFiles.random(2 * CHUNK, 7),
                LibraryFiles.random(CHUNK + 1, 8));
        List<Future<LibraryFile>> uploads = new ArrayList<>();
        for (byte[] content : contents) {
            uploads.add(scenario.start(() -> LibraryFiles.put(library, "versions", content)));
        }
        List<Long> versions = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            LibraryFile file = uploads.get(i).get();
            versions.add(file.version());
            assertThat(receive(library, "versions", file.version(), 0, Library.TO_THE_END)).isEqualTo(contents.get(i));
        }

        versions.sort(Comparator.naturalOrder());
        LibraryPage page = library.versions("versions", 0, 2);
        assertThat(page.files()).extracting(LibraryFile::version).containsExactly(versions.get(2), versions.get(1));
        assertThat(page.more()).isTrue();
        assertThat(library.versions("versions", versions.get(1), 2).files()).extracting(LibraryFile::version)
                .containsExactly(versions.get(0));
        LibraryFile newest = library.info("versions", 0);
        assertThat(newest.version()).isEqualTo(versions.get(2));
        byte[] same = receive(library, "versions", 0, 0, Library.TO_THE_END);
        assertThat(LibraryFiles.put(library, "versions", same)).as("it is there already").isEqualTo(newest);

        assertThat(library.remove("versions", newest.version())).isEqualTo(1);
        assertThat(library.info("versions", 0).version()).isEqualTo(versions.get(1));
        assertThatThrownBy(() -> receive(library, "versions", newest.version(), 0, 1)).isInstanceOfSatisfying(
                SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNKNOWN));
        assertThat(library.remove("versions", 0)).isEqualTo(2);
        assertThatThrownBy(() -> library.versions("versions", 0, 1)).isInstanceOfSatisfying(
                SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNKNOWN));
    }

    @Test
    void whatIsNotWhatWasAnnouncedIsNoFile(Scenario scenario) throws Exception {
        Library library = scenario.connect(Scenario.address(scenario.sharedGateway())).library();
        byte[] announced = LibraryFiles.random(CHUNK + 7, 9);
        try (LibraryUpload upload = library.upload("false", announced.length, LibraryFiles.TYPE,
                LibraryFiles.sha256(announced))) {
            upload.store(0, new byte[CHUNK]);
            upload.store(CHUNK, new byte[7]);
            assertThatThrownBy(upload::finish).isInstanceOfSatisfying(
                    SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH));
        }
        assertThatThrownBy(() -> library.info("false", 0)).isInstanceOf(SluiceException.class);
        assertThat(missing(library, "false", announced)).as("nothing of it is kept").isEqualTo(announced.length);
        LibraryFile file = LibraryFiles.put(library, "false", announced);
        assertThat(library.verify(file)).isEqualTo(LibraryFiles.sha256(announced));
        Run verified = done(library(scenario, "verify", "false", "--file", file("original", announced).toString()));
        assertThat(verified.out()).contains("\"equal\":true");
        assertThat(library(scenario, "verify", "false", "--file", file("other", new byte[1]).toString()).exitCode())
                .isEqualTo(ExitCode.DATA_CHECK_FAILED);
        done(library(scenario, "rm", "false"));
    }
}
