package io.sluice.crsp.client;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.DatagramConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know.
 *
 * <pre>{@code
 * ClientOptions options = ClientOptions.builder()
 *     .gateway(new InetSocketAddress("gateway.example", 4650))
 *     .trust(GatewayTrust.pinned("AB:CD:…"))
 *     .build();
 * }</pre>
 *
 * @param gateways tried in this order, round and round; at least one. Those that gateways name are tried too
 * @param trust how connections are secured; by default with TLS 1.3 and the JDK's authorities
 * @param name free text that operators see
 * @param reconnectWindow how long the session should outlive a lost connection; zero for the gateway's default
 * @param reconnect how the client comes back
 * @param connection timers and limits of each connection
 * @param transport what may carry the connections. By default UDP, and TCP while UDP gets no answer
 * @param listener told of every change
 */
public record ClientOptions(
        List<InetSocketAddress> gateways,
        GatewayTrust trust,
        String name,
        Duration reconnectWindow,
        ReconnectPolicy reconnect,
        ConnectionConfig connection,
        TransportPolicy transport,
        ClientListener listener) {

    /** The port of CRSP when none is named. */
    public static final int DEFAULT_PORT = 4650;

    /** Early enough that a lost gateway costs little more than a second; idle clients send as few heartbeats as ever. */
    private static final Duration SILENCE_PROBE = Duration.ofMillis(800);

    /** None are taken in; one that finds no room is refused, so that its publication can count it. */
    private static final DatagramConfig DATAGRAMS = new DatagramConfig(0, 256 * 1024, 64 * 1024, false);

    private static final int STREAM_WINDOW = 256 * 1024;

    /** Room for 64 streams that nobody reads, so that they do not hold up the others. */
    private static final int CONNECTION_WINDOW = 64 * STREAM_WINDOW;

    public ClientOptions {
        gateways = List.copyOf(gateways);
        if (gateways.isEmpty()) {
            throw new IllegalArgumentException("at least one gateway must be named");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; not safe for threads. */
    public static final class Builder {
        private final List<InetSocketAddress> gateways = new ArrayList<>();
        private String name = "";
        private Duration reconnectWindow = Duration.ZERO;
        private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
        private ConnectionConfig connection = ConnectionConfig.DEFAULT
                .withHandshakeTimeout(Duration.ofSeconds(3))
                .withSilenceProbe(SILENCE_PROBE)
                .withDatagramSize(ConnectionConfig.DEFAULT.datagramSize(), ConnectionConfig.JUMBO_DATAGRAM)
                .withDatagrams(DATAGRAMS)
                .withWindows(STREAM_WINDOW, CONNECTION_WINDOW, STREAM_WINDOW);
        private ClientListener listener = ClientListener.NONE;
        private TransportPolicy transport = TransportPolicy.AUTO;
        private @Nullable GatewayTrust trust;

        private Builder() {}

        /** Adds a gateway. */
        public Builder gateway(InetSocketAddress address) {
            gateways.add(address);
            return this;
        }

        /** Free text that operators see. */
        public Builder name(String text) {
            name = text;
            return this;
        }

        /** How long the session should outlive a lost connection. */
        public Builder reconnectWindow(Duration window) {
            reconnectWindow = window;
            return this;
        }

        public Builder reconnect(ReconnectPolicy policy) {
            reconnect = policy;
            return this;
        }

        /** What the connections' settings are so far, as a start for {@link #connection(ConnectionConfig)}. */
        public ConnectionConfig connection() {
            return connection;
        }

        public Builder connection(ConnectionConfig config) {
            connection = config;
            return this;
        }

        /**
         * How soon after traffic a gateway that says nothing is asked whether it is there, 100 ms to 1 h; zero to wait for
         * the idle timeout. A gateway that stays silent then is left for another, if another is known. Default 800 ms
         */
        public Builder silenceProbe(Duration pause) {
            connection = connection.withSilenceProbe(pause);
            return this;
        }

        /** What may carry the connections: UDP, TCP, or whichever works. */
        public Builder transport(TransportPolicy policy) {
            transport = policy;
            return this;
        }

        public Builder listener(ClientListener receiver) {
            listener = receiver;
            return this;
        }

        /** How connections are secured: see {@link GatewayTrust}. */
        public Builder trust(GatewayTrust policy) {
            trust = policy;
            return this;
        }

        /** Chooses plain mode: integrity by checksum only, nothing secret. For trusted links. */
        public Builder plain() {
            return trust(GatewayTrust.plain());
        }

        /**
         * Makes the options.
         *
         * @throws IllegalArgumentException if no gateway is named
         */
        public ClientOptions build() {
            GatewayTrust policy = trust == null ? GatewayTrust.authorities() : trust;
            return new ClientOptions(gateways, policy, name, reconnectWindow, reconnect, connection, transport,
                    listener);
        }
    }
}
