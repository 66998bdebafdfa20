package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.AeronUdp;
import io.sluice.benchmarks.contestant.Contestant;
import io.sluice.benchmarks.contestant.Crsp;
import io.sluice.benchmarks.contestant.CrspDrivers;
import io.sluice.benchmarks.contestant.CrspSecurity;
import io.sluice.benchmarks.contestant.Kcp;
import io.sluice.benchmarks.contestant.NettyQuic;
import io.sluice.benchmarks.contestant.Tcp;
import io.sluice.benchmarks.contestant.TcpDrivers;
import io.sluice.benchmarks.contestant.TlsOverTcp;
import io.sluice.benchmarks.contestant.UdpDrivers;
import io.sluice.benchmarks.contestant.UdpOverEpoll;
import io.sluice.benchmarks.contestant.UdpOverNio;
import io.sluice.benchmarks.crypto.JsseHandshakeTrial;
import io.sluice.benchmarks.crypto.PacketCipherTrial;
import io.sluice.benchmarks.crypto.PacketCipherTrial.Protection;
import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Goal.Figure;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.lossy.Path;
import io.sluice.benchmarks.lossy.RelayPath;
import io.sluice.benchmarks.lossy.TunPath;
import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.udp.UdpSettings.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** All that {@code sluice bench transport} measures, and what should come out. */
final class TransportSuite {
    private static final int DATAGRAM = 1200;
    private static final int MESSAGE = 1024;
    private static final int SMALL = 32;
    private static final List<Integer> LOSS_PERCENT = List.of(0, 1, 5, 10);

    /** Packets that KCP may have under way where the path is short. */
    private static final int KCP_WINDOW = 1024;

    /** KCP has no congestion control: told the path, it keeps the link busy and the queue half full. */
    private static final int KCP_LOSSY_WINDOW = 2 * LossyTrial.BANDWIDTH_DELAY_PRODUCT / DATAGRAM;

    /** 100 packets a second for 0.1 s, twice. */
    private static final int KCP_RADIO_WINDOW = 20;

    /** Datagrams a second of a flood that does not try to fill the machine: 192 Mbit/s. */
    private static final int FLOOD_PACE = 20_000;

    /** Datagrams a second of a flood that fills a line of 1 Gbit/s. */
    private static final int LINE_PACE = 100_000;

    private final boolean quick;

    /** @param quick for a run within three minutes */
    TransportSuite(boolean quick) {
        this.quick = quick;
    }

    /** A transport that takes part. */
    private record Candidate(String name, String title, Supplier<Contestant> contestant) {
        static Candidate crsp(String name, String title, Supplier<CrspDrivers> drivers) {
            return new Candidate(name, title, () -> new Crsp(drivers.get()));
        }
    }

    /** CRSP in each of its shapes. A new one is one line here. */
    private static List<Candidate> crsp() {
        return List.of(
                Candidate.crsp("crsp-nio", "CRSP plain, NIO", () -> plain(Driver.NIO, CongestionAlgorithm.CUBIC)),
                Candidate.crsp("crsp-native", "CRSP plain, native",
                        () -> plain(Driver.NATIVE, CongestionAlgorithm.CUBIC)),
                Candidate.crsp("crsp-nio-secure", "CRSP secure, NIO", () -> secure(Driver.NIO)),
                Candidate.crsp("crsp-native-secure", "CRSP secure, native", () -> secure(Driver.NATIVE)),
                Candidate.crsp("crsp-tcp", "CRSP plain, over TCP", () -> new TcpDrivers(CrspSecurity.plain())),
                Candidate.crsp("crsp-tcp-secure", "CRSP secure, over TCP",
                        () -> new TcpDrivers(CrspSecurity.secure())));
    }

    private static CrspDrivers plain(Driver driver, CongestionAlgorithm congestion) {
        return new UdpDrivers(driver, CrspSecurity.plain(), congestion);
    }

    private static CrspDrivers secure(Driver driver) {
        return new UdpDrivers(driver, CrspSecurity.secure(), CongestionAlgorithm.CUBIC);
    }

    private static Contestant crsp(CongestionAlgorithm congestion) {
        return new Crsp(plain(Driver.AUTO, congestion));
    }

    private static List<Candidate> bare() {
        return List.of(
                new Candidate("udp-nio", "UDP bare, NIO", UdpOverNio::new),
                new Candidate("udp-epoll", "UDP bare, epoll, batched", () -> new UdpOverEpoll(false)),
                new Candidate("udp-gso", "UDP bare, epoll, GSO+GRO", () -> new UdpOverEpoll(true)));
    }

    private static List<Candidate> peers() {
        return List.of(
                new Candidate("tcp", "TCP", Tcp::new),
                new Candidate("tls", "TLS 1.3 on TCP", TlsOverTcp::new),
                new Candidate("quic", "QUIC (Netty), GSO+GRO", NettyQuic::new),
                new Candidate("aeron", "Aeron, shared thread", () -> new AeronUdp(false)),
                new Candidate("aeron-dedicated", "Aeron, dedicated threads", () -> new AeronUdp(true)),
                new Candidate("kcp", "KCP", () -> new Kcp(KCP_WINDOW)));
    }

    /** All measures, in the order in which they are taken. */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(List.of(throughput(), messages(), roundTrip()));
        LOSS_PERCENT.forEach(percent -> measures.add(loss(percent)));
        measures.add(radio());
        measures.add(protection());
        measures.add(handshake());
        measures.add(memory());
        measures.add(flood());
        return measures;
    }

    /** An entrant of a measure by their names. */
    Optional<Entrant> find(String measure, String entrant) {
        return measures().stream().filter(each -> each.name().equals(measure))
                .flatMap(each -> each.entrants().stream()).filter(each -> each.name().equals(entrant)).findFirst();
    }

    private Pace first() {
        return quick ? Pace.ofMillis(700, 700) : Pace.ofMillis(2500, 1000);
    }

    private Pace later() {
        return quick ? Pace.ofMillis(200, 700) : Pace.ofMillis(300, 1000);
    }

    private Measure throughput() {
        List<Entrant> entrants = new ArrayList<>();
        bare().forEach(each -> entrants.add(Entrant.of(each.name(), each.title(),
                () -> new FloodTrial(each.contestant().get(), DATAGRAM, false))));
        reliable().forEach(each -> entrants.add(Entrant.of(each.name(), each.title(),
                () -> new FloodTrial(each.contestant().get(), MESSAGE, true))));
        return new Measure("throughput", "loopback",
                "Goodput on loopback: messages of 1 KiB on one stream (bare UDP: datagrams of 1200 bytes)",
                FloodTrial.metrics(false), "tcp", 1, first(), later(), entrants);
    }

    private Measure messages() {
        List<Entrant> entrants = new ArrayList<>();
        reliable().forEach(each -> entrants.add(Entrant.of(each.name(), each.title(),
                () -> new FloodTrial(each.contestant().get(), SMALL, true))));
        return new Measure("messages", "loopback", "Small messages on loopback: 32 bytes each, one stream",
                FloodTrial.metrics(true), "aeron", 1, first(), later(), entrants);
    }

    private Measure roundTrip() {
        List<Entrant> entrants = new ArrayList<>();
        // One packet at a time: nothing to cut into segments.
        bare().stream().filter(each -> !each.name().equals("udp-gso")).forEach(each -> entrants.add(roundTrip(each)));
        reliable().forEach(each -> entrants.add(roundTrip(each)));
        return new Measure("roundtrip", "loopback", "Round trip on loopback: 32 bytes there and back, one at a time",
                RoundTripTrial.METRICS, "udp-nio", 1, first(), later(), entrants);
    }

    private static Entrant roundTrip(Candidate candidate) {
        return Entrant.of(candidate.name(), candidate.title(),
                () -> new RoundTripTrial(candidate.contestant().get(), SMALL));
    }

    private static List<Candidate> reliable() {
        List<Candidate> all = new ArrayList<>(peers());
        all.addAll(crsp());
        return all;
    }

    private Measure loss(int percent) {
        double loss = percent / 100.0;
        List<Entrant> entrants = List.of(
                lossy("crsp-bbr", "CRSP, BBR", () -> crsp(CongestionAlgorithm.BBR), loss),
                lossy("crsp-cubic", "CRSP, CUBIC", () -> crsp(CongestionAlgorithm.CUBIC), loss),
                lossy("quic-cubic", "QUIC (Netty), CUBIC", NettyQuic::new, loss),
                lossy("kcp", "KCP, window of two BDP", () -> new Kcp(KCP_LOSSY_WINDOW), loss),
                tcp("cubic", loss),
                tcp("bbr", loss));
        return new Measure("loss" + percent, "loss",
                "Goodput over 20 Mbit/s with 50 ms round trip, a queue of one BDP and " + percent + " % random loss",
                LossyTrial.METRICS, "quic-cubic", entrants.size(), lossPace(), lossPace(), entrants);
    }

    private Pace lossPace() {
        return quick ? Pace.ofMillis(1000, 4000) : Pace.ofMillis(1500, 8000);
    }

    private static Entrant lossy(String name, String title, Supplier<Contestant> contestant, double loss) {
        Path.Factory relays = RelayPath::new;
        return Entrant.of(name, title, () -> new LossyTrial(contestant.get(), relays, loss));
    }

    private static Entrant tcp(String congestion, double loss) {
        return new Entrant("tcp-" + congestion, "TCP (kernel), " + congestion.toUpperCase(Locale.ROOT),
                () -> new LossyTrial(new Tcp(), TunPath.with(congestion), loss), TunPath.launcher(),
                () -> TunPath.absence(congestion));
    }

    private Measure radio() {
        List<Entrant> entrants = List.of(
                radio("crsp-bbr", "CRSP, BBR", () -> crsp(CongestionAlgorithm.BBR)),
                radio("crsp-cubic", "CRSP, CUBIC", () -> crsp(CongestionAlgorithm.CUBIC)),
                radio("quic-cubic", "QUIC (Netty), CUBIC", NettyQuic::new),
                radio("kcp", "KCP, window of two BDP", () -> new Kcp(KCP_RADIO_WINDOW)));
        return new Measure("radio", "radio",
                "300 kB at 10 % loss, 10 % corruption, up to 100 ms delay, 100 packets/s a side", RadioTrial.METRICS,
                "quic-cubic", entrants.size(), first(), later(), entrants);
    }

    private static Entrant radio(String name, String title, Supplier<Contestant> contestant) {
        return Entrant.of(name, title, () -> new RadioTrial(contestant.get()));
    }

    private Measure protection() {
        List<Entrant> entrants = List.of(
                Entrant.of("aes-128-gcm", "AES-128-GCM", () -> new PacketCipherTrial(Protection.AES_128_GCM)),
                Entrant.of("chacha20-poly1305", "ChaCha20-Poly1305",
                        () -> new PacketCipherTrial(Protection.CHACHA20_POLY1305)),
                Entrant.of("crc32c", "CRC32C", () -> new PacketCipherTrial(Protection.CRC32C)));
        return new Measure("protection", "crypto",
                "What protection alone allows: packets of 1200 bytes sealed and opened by one core",
                PacketCipherTrial.METRICS, "aes-128-gcm", 1, first(), later(), entrants);
    }

    private Measure handshake() {
        List<Entrant> entrants = List.of(
                Entrant.of("jsse-full", "TLS 1.3 (JDK), full", () -> new JsseHandshakeTrial(false)),
                Entrant.of("jsse-resumed", "TLS 1.3 (JDK), resumed", () -> new JsseHandshakeTrial(true)),
                Entrant.of("crsp-full", "CRSP, full", () -> new CrspHandshakeTrial(false)),
                Entrant.of("crsp-resumed", "CRSP, resumed", () -> new CrspHandshakeTrial(true)));
        return new Measure("handshake", "crypto", "Handshakes, both sides on one core, without a network",
                JsseHandshakeTrial.METRICS, "jsse-full", 1, first(), later(), entrants);
    }

    private Measure memory() {
        int connections = quick ? 500 : 2000;
        List<Entrant> entrants = List.of(
                Entrant.of("crsp-nio", "CRSP plain", () -> new IdleMemoryTrial(plain(Driver.NIO,
                        CongestionAlgorithm.CUBIC), connections)),
                Entrant.of("crsp-nio-secure", "CRSP secure", () -> new IdleMemoryTrial(secure(Driver.NIO),
                        connections)));
        return new Measure("memory", "memory", "Heap kept by an idle established connection", IdleMemoryTrial.METRICS,
                "crsp-nio", 1, first(), later(), entrants);
    }

    private Measure flood() {
        Pace pace = quick ? Pace.ofMillis(700, 1000) : Pace.ofMillis(2000, 10_000);
        List<Entrant> entrants = List.of(
                flood("crsp-native-20k", "native, 20,000/s", Driver.NATIVE, FLOOD_PACE, false),
                flood("crsp-native-100k", "native, 100,000/s", Driver.NATIVE, LINE_PACE, false),
                flood("crsp-native-full", "native, full speed", Driver.NATIVE, 0, false),
                flood("crsp-nio-20k", "NIO, 20,000/s", Driver.NIO, FLOOD_PACE, false),
                flood("crsp-nio-full", "NIO, full speed", Driver.NIO, 0, false),
                flood("beside-20k", "beside the gateway, 20,000/s", Driver.NATIVE, FLOOD_PACE, true),
                flood("beside-100k", "beside the gateway, 100,000/s", Driver.NATIVE, LINE_PACE, true),
                flood("beside-full", "beside the gateway, full speed", Driver.NATIVE, 0, true));
        return new Measure("flood", "flood",
                "Round trips of 100 secure clients, 20/s each, under handshakes from forged addresses",
                HandshakeFloodTrial.METRICS, "beside-full", 1, pace, pace, entrants);
    }

    private static Entrant flood(String name, String title, Driver driver, int perSecond, boolean beside) {
        return Entrant.of(name, title, () -> new HandshakeFloodTrial(driver, perSecond, beside));
    }

    /** What CRSP should reach. */
    static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        Figure goodput = figure("throughput", "crsp-native");
        goals.add(Goal.ratioAtLeast("goodputToLimit", "goodput, CRSP plain : bare UDP with GSO+GRO", goodput,
                figure("throughput", "udp-gso"), 0.5));
        goals.add(Goal.ratioAtLeast("goodputToAeron", "goodput, CRSP plain : Aeron", goodput,
                figure("throughput", "aeron"), 8));
        goals.add(Goal.ratioAtLeast("goodputToTcp", "goodput, CRSP plain : TCP", goodput,
                figure("throughput", "tcp"), 1));
        Figure secure = figure("throughput", "crsp-native-secure");
        goals.add(Goal.ratioAtLeast("secureToQuic", "goodput, CRSP secure : QUIC", secure,
                figure("throughput", "quic"), 2));
        goals.add(Goal.ratioAtLeast("secureToCrypto", "goodput, CRSP secure : what AES-128-GCM allows", secure,
                figure("protection", "aes-128-gcm"), 0.6));
        Figure small = new Figure("messages", "crsp-native", "messagesPerSecond");
        goals.add(Goal.atLeast("smallMessages", "small messages a second, CRSP plain", small, 2_000_000));
        goals.add(Goal.ratioAtLeast("smallMessagesToAeron", "small messages, CRSP plain : Aeron", small,
                new Figure("messages", "aeron", "messagesPerSecond"), 1));
        roundTripGoals(goals, "native", "crsp-native", "udp-epoll");
        roundTripGoals(goals, "NIO", "crsp-nio", "udp-nio");
        double[] shares = {0.9, 0.8, 0.6, 0.5};
        for (int index = 0; index < shares.length; index++) {
            int percent = LOSS_PERCENT.get(index);
            String measure = "loss" + percent;
            Figure own = new Figure(measure, "crsp-bbr", "shareOfLink");
            goals.add(Goal.atLeast("shareAtLoss" + percent, "share of the link at " + percent + " % loss, CRSP BBR",
                    own, shares[index]));
            for (String peer : List.of("quic-cubic", "kcp", "tcp-cubic")) {
                goals.add(Goal.ratioAtLeast("loss" + percent + "To-" + peer,
                        "goodput at " + percent + " % loss, CRSP BBR : " + peer, own,
                        new Figure(measure, peer, "shareOfLink"), 1));
            }
        }
        goals.add(Goal.atLeast("radio", "300 kB over the bad link in kB/s, CRSP BBR",
                new Figure("radio", "crsp-bbr", "kilobytesPerSecond"), 90));
        goals.add(Goal.atMost("radioOnTheWire", "bytes sent for each byte of the 300 kB, CRSP BBR",
                new Figure("radio", "crsp-bbr", "wireRatio"), 1.4));
        goals.add(Goal.ratioAtLeast("resumeToFull", "handshakes, CRSP resumed : CRSP full",
                new Figure("handshake", "crsp-resumed", "handshakesPerSecond"),
                new Figure("handshake", "crsp-full", "handshakesPerSecond"), 20));
        goals.add(Goal.atMost("idleMemory", "heap of an idle end of a secure connection in bytes",
                new Figure("memory", "crsp-nio-secure", "bytes"), 1024));
        for (String pace : List.of("20k", "100k", "full")) {
            goals.add(Goal.atMost("floodP99-" + pace, "p99 flooded : quiet, CRSP secure, native, " + pace,
                    new Figure("flood", "crsp-native-" + pace, "ratio"), 2));
        }
        return goals;
    }

    private static void roundTripGoals(List<Goal> goals, String driver, String crsp, String bare) {
        goals.add(Goal.ratioAtMost("roundTripP50-" + crsp, "round trip p50, CRSP " + driver + " : bare UDP " + driver,
                new Figure("roundtrip", crsp, "p50"), new Figure("roundtrip", bare, "p50"), 1.3));
        goals.add(Goal.ratioAtMost("roundTripP99-" + crsp, "round trip p99, CRSP " + driver + " : bare UDP " + driver,
                new Figure("roundtrip", crsp, "p99"), new Figure("roundtrip", bare, "p99"), 2));
    }

    private static Figure figure(String measure, String entrant) {
        return new Figure(measure, entrant, "megabytesPerSecond");
    }
}
