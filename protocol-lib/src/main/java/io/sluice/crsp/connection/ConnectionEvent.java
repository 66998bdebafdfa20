package io.sluice.crsp.connection;

import io.sluice.crsp.stream.Stream;
import java.net.InetSocketAddress;

/** What a connection tells its application, through {@link Connection#pollEvent}. */
public sealed interface ConnectionEvent {
    /** The handshake is over; streams can be opened. */
    record Established(TransportParameters peer) implements ConnectionEvent {}

    /** The peer opened a stream. */
    record StreamOpened(Stream stream) implements ConnectionEvent {}

    /** The peer allows more streams, of which {@link Connection#openStream} had refused one. */
    record StreamsAllowed() implements ConnectionEvent {}

    /** Messages, the end or a reset wait on a stream: poll until null. */
    record StreamReadable(Stream stream) implements ConnectionEvent {}

    /** A stream that refused a message takes messages again. */
    record StreamWritable(Stream stream) implements ConnectionEvent {}

    /** Both directions of a stream are done; it is no longer known. */
    record StreamDone(Stream stream) implements ConnectionEvent {}

    /** Unreliable datagrams wait: take them with {@link Connection#pollDatagram} until null. */
    record DatagramsReadable() implements ConnectionEvent {}

    /** The peer was found at another address and is answered there from now on. */
    record PathChanged(InetSocketAddress remote) implements ConnectionEvent {}

    /**
     * The peer left more unanswered than the path's losses explain. The connection goes on to ask; whoever can may turn
     * to another peer meanwhile. Only if {@link ConnectionConfig#silenceProbe} asks for it.
     */
    record Silent() implements ConnectionEvent {}

    /** A peer that was {@link Silent} is heard again. */
    record Heard() implements ConnectionEvent {}

    /** The last event: no datagram is delivered after it. */
    record Closed(CloseReason reason) implements ConnectionEvent {}
}
