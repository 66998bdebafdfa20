package io.sluice.admin.api;

import java.util.List;

/**
 * A gateway of the cluster.
 *
 * @param name its {@code sluice.gateway.id}
 * @param self true for the one that answers
 * @param state {@code UP}, {@code DRAINING}, {@code DOWN}, or {@code SILENT} if it was not heard for as long as
 *     {@code sluice.peers.timeout}
 * @param host where clients find it
 * @param port where clients find it
 * @param shards those that it serves
 * @param sessions how many it has
 * @param silentMillis since it was heard
 */
public record GatewayView(String name, boolean self, String state, String host, int port, List<Integer> shards,
        long sessions, long silentMillis) {
    /** Copies {@code shards}. */
    public GatewayView {
        shards = List.copyOf(shards);
    }
}
