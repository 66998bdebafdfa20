package io.sluice.gateway.cluster;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;

/**
 * A gateway's sign of life, as JSON in the cluster's topic of peers.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param gateway its name
 * @param incarnation another one after each start
 * @param host where clients find it
 * @param port where clients find it
 * @param state {@link #UP}, {@link #DRAINING} or {@link #DOWN}
 * @param shards those that it serves now
 * @param sessions how many it has
 */
public record PeerRecord(
        int schema,
        String gateway,
        String incarnation,
        String host,
        int port,
        String state,
        List<Integer> shards,
        long sessions) {
    public static final int SCHEMA = 1;
    /** It takes clients. */
    public static final String UP = "UP";
    /** It is being stopped and its clients move. */
    public static final String DRAINING = "DRAINING";
    /** It has stopped. */
    public static final String DOWN = "DOWN";

    /** Copies {@code shards}. */
    @JsonbCreator
    public PeerRecord(
            @JsonbProperty("schema") int schema,
            @JsonbProperty("gateway") String gateway,
            @JsonbProperty("incarnation") String incarnation,
            @JsonbProperty("host") String host,
            @JsonbProperty("port") int port,
            @JsonbProperty("state") String state,
            @JsonbProperty("shards") List<Integer> shards,
            @JsonbProperty("sessions") long sessions) {
        this.schema = schema;
        this.gateway = gateway;
        this.incarnation = incarnation;
        this.host = host;
        this.port = port;
        this.state = state;
        this.shards = List.copyOf(shards);
        this.sessions = sessions;
    }
}
