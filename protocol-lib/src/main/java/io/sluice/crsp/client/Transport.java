package io.sluice.crsp.client;

/** What carries a client's connection. */
public enum Transport {
    /** Datagrams, as it should be. */
    UDP,
    /** A TCP connection, where the network blocks UDP. */
    TCP
}
