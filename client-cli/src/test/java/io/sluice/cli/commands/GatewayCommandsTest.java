package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.DevelopmentCertificate;
import io.sluice.cli.local.LocalHome;
import io.sluice.crsp.wire.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayCommandsTest {
    /** printf '1\n2\n3\n' | sha256sum. */
    private static final String SHA_OF_1_TO_3 = "14c5e74c4b96ccef41cd94db73a9ec3348038ac094feca4fd897cecffa07cdae";

    @TempDir
    private Path folder;

    private static CliRun run(Object command, FakeGateway gateway, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--plain", "--gateway", gateway.address()));
        all.addAll(List.of(arguments));
        return CliRun.of(command, all.toArray(String[]::new));
    }

    /** Runs with the records, which go to the process's own standard output, before the rest of it. */
    private static CliRun receive(FakeGateway gateway, String... arguments) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(records, true, StandardCharsets.UTF_8));
        try {
            CliRun run = run(new ReceiveCommand(), gateway, arguments);
            return new CliRun(run.exitCode(), records.toString(StandardCharsets.UTF_8) + run.out(), run.err());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void receivesAsManyRecordsAsAskedForAndTellsTheirChecksum() throws IOException {
        try (FakeGateway gateway = new FakeGateway(1_000)) {
            CliRun run = receive(gateway, "--topic", "numbers", "--count", "3");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).isEqualTo("1\n2\n3\n");
            assertThat(run.err()).contains("received 3 records (3 bytes)", SHA_OF_1_TO_3);
        }
    }

    @Test
    void aGapIsToldInALineAndReceptionGoesOn() throws IOException {
        try (FakeGateway gateway = new FakeGateway(1_000)) {
            CliRun run = receive(gateway, "--topic", "numbers", "--on-gap", "earliest", "--count", "2");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).isEqualTo("4\n5\n");
            assertThat(run.err()).contains(
                    "partition 0 of numbers has offsets 3 to 1000, not 0: going on at 3" + System.lineSeparator());
        }
    }

    @Test
    void onlyOneFilterAndOnlyAKnownOneIsTaken() {
        CliRun two = CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--key", "a", "--key-prefix", "a");
        assertThat(two.exitCode()).isEqualTo(ExitCode.USAGE);
        CliRun unnamed = CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--header", "=north");
        assertThat(unnamed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unnamed.err()).contains("such as region=north");
        CliRun huge = CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--key", "x".repeat(4097));
        assertThat(huge.exitCode()).isEqualTo(ExitCode.USAGE);
        CliRun gap = CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--on-gap", "jump");
        assertThat(gap.err()).contains("earliest, latest or fail");
    }

    @Test
    void goesOverTcpIfToldToAndSaysSo() throws IOException {
        try (FakeGateway gateway = new FakeGateway(3)) {
            CliRun run = CliRun.of(new SequenceCommand(), "--plain", "--gateway", gateway.tcpAddress(), "--transport",
                    "tcp", "-n", "3");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.err()).contains(", over TCP");
        }
    }

    @Test
    void aTransportThatIsNoneIsAMistake() {
        CliRun run = CliRun.of(new SequenceCommand(), "--transport", "pigeon");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("auto, udp or tcp");
    }

    @Test
    void anEventLogIsWrittenWhereAskedFor() throws IOException {
        Path logs = folder.resolve("logs");
        try (FakeGateway gateway = new FakeGateway(3)) {
            CliRun run = receive(gateway, "--topic", "numbers", "-n", "3", "--qlog", logs.toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        }

        try (Stream<Path> files = Files.list(logs)) {
            Path log = files.toList().getFirst();
            assertThat(log.getFileName().toString()).endsWith("-client.sqlog");
            assertThat(Files.readString(log)).startsWith("\u001e{\"qlog_version\":\"0.3\"")
                    .contains("\"name\":\"transport:packet_sent\"", "\"name\":\"connectivity:connection_closed\"");
        }
    }

    @Test
    void eventLogsThatCannotBeWrittenAreToldOf() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (FakeGateway gateway = new FakeGateway(3)) {
            CliRun run = receive(gateway, "--topic", "numbers", "-n", "3", "--qlog", file.toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err()).contains("event logs");
        }
    }

    @Test
    void rawOutputIsTheBytesAlone() throws IOException {
        try (FakeGateway gateway = new FakeGateway(3)) {
            assertThat(receive(gateway, "--topic", "numbers", "-n", "3", "-o", "raw").out()).isEqualTo("123");
        }
    }

    @Test
    void recordsForMachinesTellWhereTheyCameFrom() throws IOException {
        try (FakeGateway gateway = new FakeGateway(10)) {
            CliRun run = receive(gateway, "--topic", "numbers", "-n", "1", "--from", "4", "--json");

            assertThat(run.out())
                    .contains("{\"event\":\"record\",\"topic\":\"numbers\",\"partition\":0,\"offset\":4,",
                            "\"value\":\"5\"")
                    .contains("{\"event\":\"connected\",",
                            "{\"event\":\"received\",\"topic\":\"numbers\",\"records\":1,");
        }
    }

    @Test
    void checkedNumbersAreRight() throws IOException {
        try (FakeGateway gateway = new FakeGateway(20_000)) {
            CliRun run = receive(
                    gateway, "--topic", "numbers", "-n", "20000", "--check", "numbers", "--output", "none", "--json");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("\"check\":{\"ok\":true,\"delivered\":20000,\"lost\":0,\"repeated\":0");
        }
    }

    @Test
    void lostNumberIsToldWithItsPosition() throws IOException {
        try (FakeGateway gateway = new FakeGateway(9).losing(offset -> offset == 4)) {
            CliRun run = receive(
                    gateway, "--topic", "numbers", "-n", "9", "--check", "numbers", "-o", "none", "--timeout", "100ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.DATA_CHECK_FAILED);
            assertThat(run.err()).contains("delivered 8 lost 1 repeated 0", "lost: position 5");
        }
    }

    @Test
    void silenceLongerThanTheTimeoutEndsTheWait() throws IOException {
        try (FakeGateway gateway = new FakeGateway(2)) {
            CliRun run = receive(gateway, "--topic", "numbers", "-n", "3", "--timeout", "100ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
            assertThat(run.out()).isEqualTo("1\n2\n");
        }
    }

    @Test
    void missingTopicIsNamed() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = receive(gateway, "--topic", "nowhere");

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("TOPIC_UNKNOWN", "nowhere", "create it");
        }
    }

    @Test
    void rejectedSessionHasItsOwnExitCode() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0).rejecting(ErrorCode.SESSION_EXPIRED)) {
            CliRun run = receive(gateway, "--topic", "numbers");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
            assertThat(run.err()).contains("rejected the session", "SESSION_EXPIRED");
        }
    }

    @Test
    void bannedClientIsToldSoAndWhatToDo() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0).rejecting(ErrorCode.ADDRESS_BANNED)) {
            CliRun run = receive(gateway, "--topic", "numbers");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
            assertThat(run.err()).contains("rejected the session", "ADDRESS_BANNED", "Ask the gateway's operator");
        }
    }

    @Test
    void absentGatewayIsUnreachableAndToldWhatToDo() {
        CliRun run = CliRun.of(
                new ReceiveCommand(),
                "--plain", "--topic", "numbers", "--gateway", "127.0.0.1:1", "--connect-timeout", "200ms");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("no gateway can be reached at 127.0.0.1:1", "./sluice up", "--gateway");
    }

    @Test
    void aGatewayWithoutEncryptionIsRefusedUnlessPlainModeIsAskedForByName() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = CliRun.of(new ReceiveCommand(), "--topic=t", "--gateway", gateway.address(),
                    "--connect-timeout", "2s");

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run.err()).contains("plain mode only");
        }
    }

    @Test
    void aCertificateIsTrustedWhenFirstSeenAndHeldToAfterwards(@TempDir Path folder) throws Exception {
        Path known = folder.resolve("known-gateways");
        DevelopmentCertificate first = new LocalHome(folder.resolve("first")).certificate();
        DevelopmentCertificate second = new LocalHome(folder.resolve("second")).certificate();
        String address;
        try (FakeGateway gateway = new FakeGateway(3, first)) {
            address = gateway.address();
            for (int i = 0; i < 2; i++) {
                CliRun run = receiveThree(address, known);
                assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
                assertThat(run.err().contains(first.fingerprint())).isEqualTo(i == 0);
            }
        }
        assertThat(known).hasContent(address + " " + first.fingerprint());
        try (FakeGateway impostor = new FakeGateway(3, second)) {
            Files.writeString(known, impostor.address() + " " + first.fingerprint() + "\n");
            CliRun run = receiveThree(impostor.address(), known);

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNTRUSTED);
            assertThat(run.err()).contains(first.fingerprint(), second.fingerprint(), known.toString());
            CliRun pinned = CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--count", "3", "--gateway",
                    impostor.address(), "--fingerprint", second.fingerprint());
            assertThat(pinned.exitCode()).as(pinned.err()).isEqualTo(ExitCode.OK);
        }
    }

    private static CliRun receiveThree(String address, Path known) {
        return CliRun.of(new ReceiveCommand(), "--topic", "numbers", "--count", "3", "--gateway", address,
                "--known-gateways", known.toString());
    }

    @Test
    void aGatewayThatTakesEncryptedClientsOnlySaysSo(@TempDir Path folder) throws Exception {
        try (FakeGateway gateway = new FakeGateway(3, new LocalHome(folder).certificate())) {
            CliRun run = receive(gateway, "--topic", "numbers");

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNTRUSTED);
            assertThat(run.err()).contains("PLAIN_REFUSED", "--plain");
        }
    }

    @Test
    void numbersNeedACountToBeChecked() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = receive(gateway, "--topic", "numbers", "--check", "numbers");

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--count");
        }
    }

    @Test
    void sendsLinesInOrderAndWaitsUntilTheyAreConfirmed() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "1\n2\n3\n");
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(new SendCommand(), gateway, "--topic", "numbers", "--lines", file.toString());

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(gateway.published()).containsExactly("1", "2", "3");
            assertThat(run.out()).contains("sent 3 messages (3 bytes)", "3 confirmed", SHA_OF_1_TO_3);
        }
    }

    @Test
    void sendsManyNumbers() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(new SendCommand(), gateway, "--topic", "numbers", "--numbers", "5000", "--json");

            assertThat(run.out()).contains("\"records\":5000,\"confirmed\":5000");
            assertThat(gateway.published())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 5_000).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void bestEffortIsSentWithoutConfirmations() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(
                    new SendCommand(), gateway, "--topic", "numbers", "--numbers", "3", "--guarantee", "best-effort");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("sent 3 messages (3 bytes)", "best effort, 0 dropped here");
        }
    }

    @Test
    void anUnknownGuaranteeIsAnsweredWithThoseThereAre() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(
                    new SendCommand(), gateway, "--topic", "numbers", "--numbers", "3", "--guarantee", "perhaps");

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("exactly-once, at-least-once or best-effort");
        }
    }

    @Test
    void sequenceShowsItsNumbersAndComparesChecksums() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(new SequenceCommand(), gateway, "-n", "5", "--interval", "0");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out().lines()).hasSize(6).last()
                    .isEqualTo("system - SUCCESS! local checksum and server checksum are equal");
            assertThat(run.out()).startsWith("1/5 ");
        }
    }

    @Test
    void wrongChecksumFails() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0).lying()) {
            CliRun run = run(new SequenceCommand(), gateway, "-n", "5");

            assertThat(run.exitCode()).isEqualTo(ExitCode.DATA_CHECK_FAILED);
            assertThat(run.out()).contains("system - FAILURE!", "differ");
        }
    }

    @Test
    void manyClientsRunAtOnceAndAreSummedUp() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0)) {
            CliRun run = run(new SequenceCommand(), gateway, "--clients", "15");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run.out().lines()).hasSize(16).last()
                    .isEqualTo("15 of 15 clients succeeded, resumed 0 times");
            assertThat(run.out().lines().filter(line -> line.contains("system - SUCCESS!"))).hasSize(15);
        }
    }

    @Test
    void rejectionOfOneOfManyDecidesTheExitCode() throws IOException {
        try (FakeGateway gateway = new FakeGateway(0).rejecting(ErrorCode.SESSION_EXPIRED)) {
            CliRun run = run(new SequenceCommand(), gateway, "--clients", "3", "--json");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
            assertThat(run.out()).contains("\"exitCode\":4", "\"clients\":3,\"succeeded\":0");
        }
    }
}
