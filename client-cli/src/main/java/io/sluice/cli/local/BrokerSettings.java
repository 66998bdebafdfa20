package io.sluice.cli.local;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a {@link LocalBroker} lives, and which nodes its cluster has.
 *
 * @param folder its data, log and pid file; made if missing, and kept over restarts
 * @param port where clients connect, on loopback
 * @param node its number, from 1
 * @param controllerPorts where the nodes' controllers talk with each other, on loopback: of all nodes of the cluster, in
 *     the order of their numbers
 * @param clusterId of all nodes, given to storage that is formatted
 */
public record BrokerSettings(Path folder, int port, int node, List<Integer> controllerPorts, String clusterId) {
    /** Copies of a partition when there are as many nodes: with one of them away, both others still have it. */
    private static final int MOST_REPLICAS = 3;

    /** Checks that the node is one of the cluster. */
    public BrokerSettings {
        controllerPorts = List.copyOf(controllerPorts);
        if (node < 1 || node > controllerPorts.size()) {
            throw new IllegalArgumentException("node " + node + " is none of 1 to " + controllerPorts.size());
        }
    }

    /** A cluster of one node, whose controller has the port after {@code port}. */
    public BrokerSettings(Path folder, int port) {
        this(folder, port, 1, List.of(port + 1), LocalHome.newClusterId());
    }

    /** Where its controller talks with those of the other nodes. */
    public int controllerPort() {
        return controllerPorts.get(node - 1);
    }

    /** Nodes of the cluster. */
    public int nodes() {
        return controllerPorts.size();
    }

    /** Copies of each partition, Kafka's own topics included. */
    public int replicas() {
        return Math.min(MOST_REPLICAS, nodes());
    }

    /** Copies that must have a record before it is confirmed: one fewer than there are, once there are three. */
    public int minInSyncReplicas() {
        return replicas() < MOST_REPLICAS ? 1 : MOST_REPLICAS - 1;
    }

    /** What clients give as bootstrap servers. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
