package io.sluice.crsp.client;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the scripted gateways of one cluster share, as real ones do through Kafka. */
final class ScriptedCluster {
    /** The topic: its records' values are their offsets. */
    long records;
    /** What publishers sent, by sequence number. */
    final TreeMap<Long, byte[]> published = new TreeMap<>();
    long epoch;
    /** The gateway that opened the session last: only its writes count. */
    @Nullable
    ScriptedGateway owner;
}
