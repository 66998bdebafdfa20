package io.sluice.gateway.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the signs of life say, in the order of their topic. Time is the topic's, too: a gateway is silent if this one's
 * own signs go on to arrive for long enough and the other's do not. While Kafka is away nobody is heard, and nobody is
 * taken for dead. Not thread-safe.
 */
final class PeerTable {
    /** Own signs that must arrive after a peer's last one: one late sign is not silence. */
    private static final int OWN_SIGNS = 4;

    private final String ownGateway;
    private final String ownIncarnation;
    private final long timeoutMillis;
    private final long doubtMillis;
    private final Map<String, Entry> peers = new TreeMap<>();
    private long ownSigns;
    private long ownTime = Long.MIN_VALUE;

    private static final class Entry {
        private PeerRecord record;
        private long time;
        private long ownSignsThen;
        private boolean evicted;

        private Entry(PeerRecord record) {
            this.record = record;
        }
    }

    /**
     * @param timeout silence after which a peer is dead
     */
    PeerTable(String ownGateway, String ownIncarnation, Duration timeout) {
        this.ownGateway = ownGateway;
        this.ownIncarnation = ownIncarnation;
        this.timeoutMillis = timeout.toMillis();
        this.doubtMillis = timeoutMillis / 3;
    }

    /**
     * A sign of life was read.
     *
     * @param time of its record in the topic, in milliseconds
     */
    void onSign(PeerRecord record, long time) {
        if (record.gateway().equals(ownGateway)) {
            if (record.incarnation().equals(ownIncarnation)) {
                ownSigns++;
                ownTime = time;
                return;
            }
        }
        Entry entry = peers.computeIfAbsent(record.gateway(), any -> new Entry(record));
        entry.record = record;
        entry.time = time;
        entry.ownSignsThen = ownSigns;
        entry.evicted = false;
    }

    /** True once a sign of this gateway's own has come back. */
    boolean isHeard() { return ownSigns > 0; }

    /** Peers that fell silent and were not named here before. */
    List<String> takeSilent() {
        List<String> silent = new ArrayList<>();
        peers.forEach((name, entry) -> {
            if (!name.equals(ownGateway) && !entry.evicted && !entry.record.state().equals(PeerRecord.DOWN)
                    && silence(entry) >= timeoutMillis && ownSigns - entry.ownSignsThen >= OWN_SIGNS) {
                entry.evicted = true;
                silent.add(name);
            }
        });
        return silent;
    }

    private long silence(Entry entry) {
        return ownTime == Long.MIN_VALUE ? 0 : ownTime - entry.time;
    }

    /** A gateway of this one's name that was heard lately: an earlier life of it, or a wrong setting. */
    boolean isTwinAlive() {
        Entry twin = peers.get(ownGateway);
        return twin != null && !twin.evicted && !twin.record.state().equals(PeerRecord.DOWN)
                && silence(twin) < timeoutMillis;
    }

    /** The gateway that says it serves a shard, unless it was not heard for a while. */
    @Nullable
    PeerRecord ownerOf(int shard) {
        return alive().filter(peer -> peer.shards().contains(shard)).findFirst().orElse(null);
    }

    /** A gateway that takes clients: the one with the fewest sessions a shard. */
    @Nullable
    PeerRecord another() {
        Optional<PeerRecord> least = alive()
                .filter(peer -> peer.state().equals(PeerRecord.UP) && !peer.shards().isEmpty())
                .min((one, other) -> Double.compare(load(one), load(other)));
        return least.orElse(null);
    }

    private static double load(PeerRecord peer) {
        return (double) peer.sessions() / peer.shards().size();
    }

    private Stream<PeerRecord> alive() {
        return peers.values().stream()
                .filter(entry -> !entry.evicted && silence(entry) < doubtMillis
                        && !entry.record.state().equals(PeerRecord.DOWN)
                        && !entry.record.gateway().equals(ownGateway))
                .map(entry -> entry.record);
    }

    /** True if another gateway may be alive, whether it serves anything yet or is late with its signs. */
    boolean hasOthers() {
        return peers.entrySet().stream().anyMatch(peer -> !peer.getKey().equals(ownGateway)
                && !peer.getValue().evicted && !peer.getValue().record.state().equals(PeerRecord.DOWN));
    }

    /** Every peer by its name, and how long it was not heard, in milliseconds. */
    Map<PeerRecord, Long> all() {
        Map<PeerRecord, Long> all = new HashMap<>();
        peers.values().forEach(entry -> all.put(entry.record, Math.max(0, silence(entry))));
        return all;
    }
}
