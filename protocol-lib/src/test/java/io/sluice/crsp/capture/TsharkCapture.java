package io.sluice.crsp.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams between clients and one gateway, as tshark decodes them with the project's dissector. First {@link #add},
 * from any thread, then {@link #decode} and the others, which see what was added before.
 */
public final class TsharkCapture {
    private static final String TSHARK = "tshark";
    private static final String BETWEEN_FIELDS = "\t";

    private record Captured(long micros, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {}

    private final Path folder;
    private final int gatewayPort;
    private final long begun = System.nanoTime();
    private final List<Captured> captured = new ArrayList<>();

    /**
     * An empty capture.
     *
     * @param folder where its files go; one capture a folder
     * @param gatewayPort the port at which everything is CRSP
     */
    public TsharkCapture(Path folder, int gatewayPort) {
        this.folder = folder;
        this.gatewayPort = gatewayPort;
    }

    /** What tshark found in one packet: all values of each field that was asked for, in their order in the packet. */
    public record Row(Map<String, List<String>> values) {
        public List<String> all(String field) {
            return values.getOrDefault(field, List.of());
        }

        /** The first value of the field, or "" if the packet has none. */
        public String first(String field) {
            return all(field).isEmpty() ? "" : all(field).getFirst();
        }
    }

    /** Notes a datagram that was under way. */
    public synchronized void add(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        captured.add(new Captured((System.nanoTime() - begun) / 1000, from, to, datagram.clone()));
    }

    /** All datagrams so far, in order. */
    public synchronized List<byte[]> datagrams() {
        return captured.stream().map(each -> each.datagram().clone()).toList();
    }

    /** True if these bytes, next to each other, are in any datagram: what must not be in clear must not be there. */
    public boolean contains(byte[] bytes) {
        return datagrams().stream().anyMatch(datagram -> indexOf(datagram, bytes) >= 0);
    }

    private static int indexOf(byte[] in, byte[] bytes) {
        for (int i = 0; i + bytes.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + bytes.length, bytes, 0, bytes.length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The packets that a display filter such as {@code crsp.type == "DATA"} matches, all if it is empty.
     *
     * @param fields what to tell of each, such as {@code crsp.pn}; at least one
     */
    public List<Row> decode(String filter, String... fields) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"));
        if (!run("_ws.lua.error", List.of()).isEmpty()) {
            throw new AssertionError("the dissector fails: " + show("_ws.lua.error"));
        }
        for (String field : fields) {
            arguments.addAll(List.of("-e", field));
        }
        List<Row> rows = new ArrayList<>();
        for (String line : run(filter, arguments).lines().toList()) {
            String[] columns = line.split(BETWEEN_FIELDS, -1);
            Map<String, List<String>> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.length; i++) {
                values.put(fields[i], columns[i].isEmpty() ? List.of() : List.of(columns[i].split("\\|", -1)));
            }
            rows.add(new Row(values));
        }
        return rows;
    }

    /** The packets that a filter matches, as Wireshark shows them in full. */
    public String show(String filter) throws IOException, InterruptedException {
        return run(filter, List.of("-V"));
    }

    private String run(String filter, List<String> arguments) throws IOException, InterruptedException {
        Path file = write();
        List<String> command = new ArrayList<>(List.of(
                TSHARK, "-n", "-X", "lua_script:" + dissector(), "-d", "udp.port==" + gatewayPort + ",crsp", "-r",
                file.toString()));
        command.addAll(filter.isEmpty() ? List.of() : List.of("-Y", filter));
        command.addAll(arguments);
        Path errors = folder.resolve("tshark.err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // The settings of whoever runs the test mean nothing here.
        builder.environment().put("WIRESHARK_CONFIG_DIR", folder.toString());
        Process tshark = start(builder);
        String output = new String(tshark.getInputStream().readAllBytes(), UTF_8);
        int code = tshark.waitFor();
        String said = Files.readString(errors);
        if (code != 0 || said.contains("Lua:")) {
            throw new AssertionError("tshark failed with " + code + ": " + said + output);
        }
        return output;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "these tests show captures to Wireshark's tshark, and it cannot be started: install it, on Debian as"
                            + " root: apt-get install -y --no-install-recommends tshark",
                    e);
        }
    }

    private synchronized Path write() throws IOException {
        Path file = folder.resolve("capture.pcap");
        try (PcapWriter writer = new PcapWriter(file)) {
            for (Captured each : captured) {
                writer.write(each.micros(), each.from(), each.to(), each.datagram());
            }
        }
        return file;
    }

    /** The dissector's script. */
    public static Path dissector() {
        // The build runs tests in the module's folder, an editor perhaps in the project's.
        Path inProject = Path.of("docs", "examples", "wireshark", "crsp.lua");
        Path fromModule = Path.of("..").resolve(inProject);
        @Nullable
        Path found = Files.exists(fromModule) ? fromModule : Files.exists(inProject) ? inProject : null;
        if (found == null) {
            throw new AssertionError("no " + inProject);
        }
        return found.toAbsolutePath().normalize();
    }
}
