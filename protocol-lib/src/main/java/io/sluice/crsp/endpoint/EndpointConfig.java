package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.security.AeadProtection;
import io.sluice.crsp.security.ServerSecurity;
import java.time.Duration;

/**
 * The settings of an endpoint.
 *
 * @param connection for every connection of this endpoint
 * @param maxConnections connections kept at a time; further ones are refused. Default 1,000,000
 * @param tokenLifetime how long a client may take to show an address token. Default 10 s
 * @param resetsPerSecond stateless resets sent at most, so that junk cannot make the endpoint a
 *     reflector. Default 2000
 * @param secret key of address and reset tokens, 16 bytes or more; keep it over restarts so that
 *     clients learn of a restart at once
 * @param security which clients are taken; of no meaning to an endpoint that only connects
 * @param keyUpdatePackets packets sealed with one key before it is changed; 1 to 2^23. Default 2^22 (RFC 9001 §6.6)
 */
public record EndpointConfig(
        ConnectionConfig connection,
        int maxConnections,
        Duration tokenLifetime,
        int resetsPerSecond,
        byte[] secret,
        ServerSecurity security,
        long keyUpdatePackets) {

    private static final long MAX_KEY_UPDATE = 1L << 23;

    public static final int DEFAULT_MAX_CONNECTIONS = 1_000_000;

    public EndpointConfig {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1: " + maxConnections);
        }
        if (resetsPerSecond < 0) {
            throw new IllegalArgumentException("resetsPerSecond must not be negative: " + resetsPerSecond);
        }
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret needs at least 16 bytes");
        }
        if (keyUpdatePackets < 1 || keyUpdatePackets > MAX_KEY_UPDATE) {
            throw new IllegalArgumentException(
                    "keyUpdatePackets must be 1 to " + MAX_KEY_UPDATE + ": " + keyUpdatePackets);
        }
    }

    /** All defaults but for the secret. */
    public static EndpointConfig of(ConnectionConfig connection, byte[] secret, ServerSecurity security) {
        return new EndpointConfig(
                connection, DEFAULT_MAX_CONNECTIONS, Duration.ofSeconds(10), 2000, secret, security,
                AeadProtection.DEFAULT_KEY_UPDATE);
    }

    /** All defaults, for an endpoint that takes plain clients, or only connects. */
    public static EndpointConfig plain(ConnectionConfig connection, byte[] secret) {
        return of(connection, secret, ServerSecurity.plainOnly());
    }
}
