package io.sluice.benchmarks.lossy;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's TCP through the same kind of link as everyone else: packets to a neighbour that does not exist leave
 * through a TUN device, pass a {@link SimulatedLink}, and come back with the two addresses exchanged, so that the kernel
 * takes them for the neighbour's. That keeps their checksums right, and one namespace holds both ends.
 */
public final class TunPath implements Path {
    private static final java.nio.file.Path ALGORITHMS = java.nio.file.Path
            .of("/proc/sys/net/ipv4/tcp_available_congestion_control");
    private static final String DEVICE = "sluicebench";
    private static final String OWN = "10.99.0.1";
    private static final String NEIGHBOUR = "10.99.0.2";
    private static final int UDP_PAYLOAD = 1200;

    /** IPv4 and UDP: what a UDP datagram is longer than its payload. */
    private static final int UDP_HEADERS = 28;

    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int TCP_DESTINATION_PORT = 22;
    private static final int MAX_WAIT_MILLIS = 20;

    private final TunDevice device;
    private final SimulatedLink up;
    private final SimulatedLink down;
    private final Thread thread;
    private volatile boolean closing;
    private final AtomicLong bytesUp = new AtomicLong();
    private volatile int serverPort;

    private TunPath(TunDevice device, LinkSettings link, long seed) {
        this.device = device;
        this.up = SimulatedLink.seeded(withHeaders(link), seed);
        this.down = SimulatedLink.seeded(withHeaders(link), ~seed);
        this.thread = Thread.ofPlatform().daemon().name("tun").start(this::forward);
    }

    /** Makes paths on which TCP controls congestion this way, in a network namespace of the process's own. */
    public static Path.Factory with(String congestionControl) {
        return (link, seed) -> {
            TunDevice device = new TunDevice(DEVICE);
            run("ip", "addr", "add", OWN + "/32", "dev", DEVICE);
            run("ip", "link", "set", "dev", DEVICE, "mtu", Integer.toString(UDP_PAYLOAD + UDP_HEADERS), "up");
            run("ip", "route", "add", NEIGHBOUR + "/32", "dev", DEVICE, "src", OWN, "congctl", congestionControl);
            return new TunPath(device, link, seed);
        };
    }

    /** What a process that uses a path is started with: a network namespace of its own. */
    public static List<String> launcher() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("unshare", "--net")
                : List.of("unshare", "--user", "--map-root-user", "--net");
    }

    /** Why this machine cannot do it, or null. */
    public static @Nullable String absence(String congestionControl) {
        try {
            if (!Files.isReadable(java.nio.file.Path.of("/dev/net/tun"))) {
                return "The kernel's TCP needs a TUN device to meet losses, and there is no /dev/net/tun.";
            }
            if (!Files.readString(ALGORITHMS).contains(congestionControl)) {
                return "The kernel has no " + congestionControl + ", see " + ALGORITHMS + ".";
            }
            List<String> probe = new ArrayList<>(launcher());
            probe.addAll(List.of("ip", "link", "show"));
            run(probe.toArray(String[]::new));
            return null;
        } catch (IOException e) {
            return "The kernel's TCP needs a network namespace of its own to meet losses: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    /** The link's rate and sizes count what UDP carries; here whole packets are counted. */
    private static LinkSettings withHeaders(LinkSettings link) {
        return new LinkSettings(link.loss(), link.corruption(), link.duplication(), link.reordering(), link.minDelay(),
                link.maxDelay(), link.reorderingDelay(), scaled(link.bytesPerSecond()), link.packetsPerSecond(),
                (int) scaled(link.queueBytes()), link.inFlightBytes(),
                (int) scaled(link.ecnThresholdBytes()), link.ecnWiped(), link.mtu());
    }

    private static long scaled(long bytes) {
        return bytes * (UDP_PAYLOAD + UDP_HEADERS) / UDP_PAYLOAD;
    }

    @Override
    public InetSocketAddress serverAddress() {
        return new InetSocketAddress(OWN, 0);
    }

    @Override
    public InetSocketAddress towards(InetSocketAddress server) {
        serverPort = server.getPort();
        return new InetSocketAddress(NEIGHBOUR, server.getPort());
    }

    @Override
    public long bytesSent() {
        return bytesUp.get();
    }

    private void forward() {
        try {
            while (!closing) {
                if (device.await(waitMillis())) {
                    take(device.read());
                }
                deliver(up);
                deliver(down);
            }
            device.close();
        } catch (IOException e) {
            System.err.println("the path ends: " + e);
        }
    }

    private int waitMillis() {
        long now = System.nanoTime();
        long wait = TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MILLIS);
        for (SimulatedLink link : List.of(up, down)) {
            OptionalLong next = link.nextDeliveryTime();
            if (next.isPresent()) {
                wait = Math.min(wait, Math.max(0, next.getAsLong() - now));
            }
        }
        return (int) TimeUnit.NANOSECONDS.toMillis(wait + 999_999);
    }

    private void take(byte[] packet) {
        // Not IPv4: the kernel looks for IPv6 neighbours.
        if (packet.length < TCP_DESTINATION_PORT + 2 || packet[0] >>> 4 != 4) {
            return;
        }
        byte[] source = Arrays.copyOfRange(packet, IPV4_SOURCE, IPV4_DESTINATION);
        System.arraycopy(packet, IPV4_DESTINATION, packet, IPV4_SOURCE, source.length);
        System.arraycopy(source, 0, packet, IPV4_DESTINATION, source.length);
        int port = ((packet[TCP_DESTINATION_PORT] & 0xff) << 8) | (packet[TCP_DESTINATION_PORT + 1] & 0xff);
        if (port == serverPort) {
            bytesUp.addAndGet(Math.max(0, packet.length - UDP_HEADERS));
            up.offer(System.nanoTime(), packet);
        } else {
            down.offer(System.nanoTime(), packet);
        }
    }

    private void deliver(SimulatedLink link) throws IOException {
        for (byte[] packet = link.poll(System.nanoTime()); packet != null; packet = link.poll(System.nanoTime())) {
            device.write(packet);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
