package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.Connection;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.simulator.EndpointNode;
import io.sluice.crsp.simulator.NetworkTap;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every datagram and, after every step, at every connection that had to do with one, and says when something
 * is not as it must be. What the applications see is checked by {@link Exchange}.
 */
final class Invariants implements NetworkTap {
    /** RFC 9000 §8. */
    private static final int AMPLIFICATION = 3;

    /** RFC 9002 §6.2.4: probes may leave regardless of the window. */
    private static final int PROBES = 2;

    /** Steps at one moment of time after which nothing but a loop can be the reason. */
    private static final int MAX_STEPS_AT_ONCE = 20_000;

    /** How often all connections are looked at, in steps. */
    private static final int LOOK_AT_ALL = 64;

    private static final int RECORD_BYTES = 256;
    private static final int MIN_RECORDS = 2048;
    private static final int STREAM_BYTES = 4096;

    private final World world;
    private final ConnectionConfig config;
    private final Map<Long, Watch> watches = new HashMap<>();
    private final Map<Long, Flow> flows = new HashMap<>();
    private final Set<Long> sealed = new HashSet<>();
    private final Set<Watch> touched = new LinkedHashSet<>();
    private final Map<InetSocketAddress, long[]> received = new HashMap<>();
    private final Set<InetSocketAddress> validated = new HashSet<>();
    private final PacketHeader header = new PacketHeader();
    private final Crc32cProtection checksum = new Crc32cProtection();
    private final Frames frames = new Frames();
    private long lastSettled = -1;
    private int stepsAtOnce;
    private long steps;
    private long datagrams;
    private long arrivals;
    private long peakMemory;

    /** A connection under watch. */
    private static final class Watch {
        private final Connection connection;
        private final EndpointNode machine;
        private long probeTimeouts;
        private InetSocketAddress remote;
        private int probesAllowed = PROBES;

        Watch(Connection connection, EndpointNode machine) {
            this.connection = connection;
            this.machine = machine;
            this.remote = connection.remote();
        }
    }

    Invariants(World world, ConnectionConfig config) {
        this.world = world;
        this.config = config;
    }

    long datagrams() {
        return datagrams;
    }

    long arrivals() {
        return arrivals;
    }

    long steps() {
        return steps;
    }

    /** The most bytes that the buffers of the gateway's connections held together. */
    long peakMemory() {
        return peakMemory;
    }

    @Override
    public void sent(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        datagrams++;
        long digest = world.trace().digest(datagram);
        world.trace().datagram(now, "sent", from, to, datagram, digest);
        sealed.add(digest);
        if (from.equals(world.gatewayAddress())) {
            checkAmplification(to, datagram.length);
        }
        if (!World.isHostile(from)) {
            checkPacket(from, to, datagram);
        }
    }

    private void checkAmplification(InetSocketAddress to, int size) {
        long[] bytes = received.computeIfAbsent(to, each -> new long[2]);
        bytes[1] += size;
        if (bytes[1] > AMPLIFICATION * bytes[0] && !isValidated(to)) {
            world.fail("the address " + Trace.text(to) + " sent " + bytes[0] + " bytes, is not validated and was sent "
                    + bytes[1]);
        }
    }

    private boolean isValidated(InetSocketAddress address) {
        world.gateway().node().endpoint().forEach(each -> validated.add(each.remote()));
        return validated.contains(address);
    }

    private void checkPacket(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        if (!header.read(in) || (header.type() != PacketType.DATA && header.type() != PacketType.INITIAL)) {
            return;
        }
        boolean data = header.type() == PacketType.DATA;
        Long source = data ? senderTo(watches.get(header.destination())) : Long.valueOf(header.source());
        if (!checksum.open(in)) {
            // Encrypted, or a stateless reset.
            return;
        }
        int space = data ? Flow.DATA : Flow.INITIAL;
        Flow flow = flow(header.destination());
        if (!flow.use(space, header.truncatedNumber())) {
            world.fail("packet number " + header.truncatedNumber() + " was used twice by " + Trace.text(from));
        }
        boolean bounded = frames.check(flow, source == null ? null : flow(source), space, World.isHostile(to), in);
        Watch sender = source == null ? null : watches.get(source);
        if (sender == null && source != null) {
            lookAtAll();
            sender = watches.get(source);
        }
        if (sender != null) {
            touched.add(sender);
            if (bounded && data) {
                checkWindow(sender);
            }
        }
    }

    /** A DATA packet does not say who sent it; its receiver knows. */
    private static @Nullable Long senderTo(@Nullable Watch receiver) {
        if (receiver == null) {
            return null;
        }
        return receiver.connection.remoteId();
    }

    private Flow flow(long id) {
        return flows.computeIfAbsent(id, each -> new Flow(config.streamWindow(), config.connectionWindow()));
    }

    private void checkWindow(Watch sender) {
        ConnectionStatistics statistics = sender.connection.statistics();
        notice(sender, statistics);
        if (statistics.bytesInFlight() > statistics.congestionWindow() && sender.probesAllowed-- <= 0) {
            world.fail(statistics.bytesInFlight() + " bytes are in flight in a window of "
                    + statistics.congestionWindow());
        }
    }

    /** A probe timeout, or a change of path, lets probes leave. */
    private static void notice(Watch watch, ConnectionStatistics statistics) {
        if (statistics.probeTimeouts() > watch.probeTimeouts || !watch.remote.equals(watch.connection.remote())) {
            watch.probesAllowed = PROBES;
            watch.probeTimeouts = statistics.probeTimeouts();
            watch.remote = watch.connection.remote();
        }
    }

    @Override
    public void arriving(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        arrivals++;
        long digest = world.trace().digest(datagram);
        world.trace().datagram(now, "came", from, to, datagram, digest);
        if (to.equals(world.gatewayAddress())) {
            received.computeIfAbsent(from, each -> new long[2])[0] += datagram.length;
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        if (sealed.contains(digest) && header.read(in)) {
            int space = header.type() == PacketType.DATA ? Flow.DATA : Flow.INITIAL;
            // The number of an encrypted packet cannot be read from outside.
            long number = checksum.isIntact(in) ? header.truncatedNumber() : Flow.UNKNOWN;
            flow(header.destination()).onArrival(space, number, digest);
            Watch receiver = watches.get(header.destination());
            if (receiver != null) {
                touched.add(receiver);
            }
        }
    }

    @Override
    public void settled(long now) {
        stepsAtOnce = now == lastSettled ? stepsAtOnce + 1 : 0;
        lastSettled = now;
        if (stepsAtOnce > MAX_STEPS_AT_ONCE) {
            world.fail("time stands still: " + world.describe());
        }
        if (steps++ % LOOK_AT_ALL == 0) {
            lookAtAll();
        }
        for (Watch watch : touched) {
            check(watch, now);
        }
        touched.clear();
    }

    private void lookAtAll() {
        watches.values().removeIf(watch -> watch.connection.isOver());
        EndpointNode gateway = world.gateway().node();
        long[] memory = {0};
        gateway.endpoint().forEach(each -> {
            look(each, gateway);
            memory[0] += each.connection().memory();
        });
        peakMemory = Math.max(peakMemory, memory[0]);
        for (SimulatedClient client : world.clients()) {
            client.node().endpoint().forEach(each -> look(each, client.node()));
        }
    }

    private void look(EndpointConnection each, EndpointNode machine) {
        Connection connection = each.connection();
        touched.add(watches.computeIfAbsent(connection.localId(), id -> new Watch(connection, machine)));
    }

    private void check(Watch watch, long now) {
        Connection connection = watch.connection;
        if (connection.isOver()) {
            return;
        }
        ConnectionStatistics statistics = connection.statistics();
        notice(watch, statistics);
        if (connection.nextTimeout() == Long.MAX_VALUE) {
            world.fail("a connection waits for nothing: " + connection.state());
        }
        if (statistics.bytesInFlight() < 0) {
            world.fail("bytes in flight are " + statistics.bytesInFlight());
        }
        int distinct = flow(connection.localId()).distinctArrivals();
        if (!watch.machine.isFrozen(now) && statistics.packetsReceived() > distinct) {
            world.fail(statistics.packetsReceived() + " packets were processed, but only " + distinct
                    + " different ones arrived");
        }
        long budget = budget(statistics);
        if (connection.memory() > budget) {
            world.fail("a connection holds " + connection.memory() + " bytes, more than " + budget + ": " + statistics);
        }
    }

    /** What a connection with these streams may hold: rings are powers of two, so at most twice of what they carry. */
    private long budget(ConnectionStatistics statistics) {
        long message = config.maxMessageSize();
        long perStream = STREAM_BYTES + 2 * Math.max(config.maxSendBuffer(), message) + 2 * message;
        long records = MIN_RECORDS + 4 * statistics.bytesInFlight() / config.datagramSize();
        return 2L * config.maxConnectionWindow() + statistics.openStreams() * perStream + RECORD_BYTES * records;
    }

    /** Checks the frames of one packet against what was seen before. */
    private final class Frames extends QuietFrames {
        private @Nullable Flow to;
        private @Nullable Flow back;
        private int space;
        private boolean hostile;
        private boolean proof;

        /**
         * @param flow to which the packet belongs
         * @param reverse the one of packets to its sender, if that is known
         * @param toHostile credit of a peer that keeps no rule is no rule
         * @return true if the packet must keep to the congestion window
         */
        boolean check(Flow flow, @Nullable Flow reverse, int packetSpace, boolean toHostile, ByteBuffer payload) {
            to = flow;
            back = reverse;
            space = packetSpace;
            hostile = toHostile;
            proof = false;
            try {
                return FrameReader.read(payload, this) && !proof;
            } catch (TransportException e) {
                world.fail("a packet that cannot be read was sent: " + e.getMessage());
                return false;
            }
        }

        @Override
        public void onAckRange(long first, long last) {
            if (back != null && !back.hasArrived(space, first, last)) {
                world.fail("packets " + first + ".." + last + " were acknowledged, but not all of them arrived");
            }
        }

        @Override
        public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {
            take(streamId, offset + data.remaining());
        }

        @Override
        public void onResetStream(long streamId, long errorCode, long finalSize) {
            take(streamId, finalSize);
        }

        private void take(long streamId, long end) {
            if (to != null && !to.take(streamId, end) && !hostile) {
                world.fail("byte " + end + " of stream " + streamId + " was sent beyond the credit");
            }
        }

        /** Questions and answers about an address are no measure of the path in use (docs/protocol.md). */
        @Override
        public void onPathChallenge(long data) {
            proof = true;
        }

        @Override
        public void onPathResponse(long data) {
            proof = true;
        }

        @Override
        public void onMaxData(long maximum) {
            if (back != null) {
                back.raise(maximum);
            }
        }

        @Override
        public void onMaxStreamData(long streamId, long maximum) {
            if (back != null) {
                back.raiseStream(streamId, maximum);
            }
        }
    }
}
