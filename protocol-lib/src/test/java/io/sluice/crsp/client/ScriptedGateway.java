package io.sluice.crsp.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.MessageDatagram;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A gateway that knows one session and one topic of one partition; tests tell it how to misbehave. */
final class ScriptedGateway implements ConnectionHandler {
    static final Duration WINDOW = Duration.ofSeconds(30);

    final InetSocketAddress address;
    final List<Message> heard = new ArrayList<>();
    /** Answers to the next session requests, in place of the usual one. */
    final List<Message> refusals = new ArrayList<>();
    /** Records that a resumed delivery begins earlier than asked for. */
    long repeats;
    private final ScriptedCluster cluster;
    /** What publishers sent, by sequence number. */
    final TreeMap<Long, byte[]> published;
    /** What came in datagrams, by sequence number. */
    final TreeMap<Long, byte[]> inDatagrams = new TreeMap<>();
    /** Answers every session request, if not null. */
    @Nullable
    Message answer;
    /** When the last session request came, -1 for never. */
    long askedAt = -1;
    /** Confirms what it got only if told to. */
    boolean confirming = true;
    /** Items of a sequence that may be sent. */
    long sequenceItems = Long.MAX_VALUE;
    /** Answers what this gateway does not know of itself. */
    BiConsumer<Stream, Message> others = (stream, message) -> {};
    /** Closes every connection as soon as its session is open. */
    boolean closingEach;
    int sessionsOpened;
    /** Which clients it takes after its next restart. */
    ServerSecurity security = ServerSecurity.plainOnly();
    int resumes;
    private final @Nullable SimulatedNetwork network;
    private final LongSupplier clock;
    private final SessionId id = new SessionId(1, 2);
    private @Nullable EndpointConnection current;
    private @Nullable Stream control;
    private @Nullable Endpoint endpoint;
    private @Nullable Stream publishing;
    private @Nullable Stream delivery;
    private @Nullable Stream controlled;
    /** Told to each renderer that registers. */
    Message.@Nullable RendererCommand newestCommand;
    private long cursor;

    ScriptedGateway(SimulatedNetwork network, InetSocketAddress address, ConnectionConfig config) {
        this(network, address, config, new ScriptedCluster());
    }

    /** One of several gateways of a cluster. */
    ScriptedGateway(
            SimulatedNetwork network, InetSocketAddress address, ConnectionConfig config, ScriptedCluster cluster) {
        this.cluster = cluster;
        this.published = cluster.published;
        this.network = network;
        this.clock = network::now;
        this.address = address;
        restart(config);
    }

    /** Without a network of its own: to be given to an endpoint as its handler. */
    ScriptedGateway(LongSupplier clock) {
        this.cluster = new ScriptedCluster();
        this.published = cluster.published;
        this.network = null;
        this.clock = clock;
        this.address = new InetSocketAddress(0);
    }

    private SimulatedNetwork network() {
        return Objects.requireNonNull(network, "there is no simulated network");
    }

    /** Comes up with no memory of connections, as after a kill. */
    void restart(ConnectionConfig config) {
        current = null;
        delivery = null;
        listenAt(address, config);
    }

    /** Takes connections at an address, of itself or besides. */
    void listenAt(InetSocketAddress where, ConnectionConfig config) {
        Endpoint begun = new Endpoint(EndpointConfig.of(config, "0123456789abcdef".getBytes(UTF_8), security),
                remote -> this, network().newRandom());
        endpoint = begun;
        network().attach(where, begun);
    }

    /** Goes on after {@link #stop} with all its connections, as a process that stood still. */
    void goOn() {
        network().attach(address, Objects.requireNonNull(endpoint));
    }

    /** Says something on the control stream of the open session. */
    void sayOfSession(Message message) {
        send(Objects.requireNonNull(control), message);
        Objects.requireNonNull(current).wakeUp();
    }

    /** Confirms what was published so far. */
    void confirmAll() {
        send(Objects.requireNonNull(publishing), new Message.Confirm(published.lastKey()));
        Objects.requireNonNull(current).wakeUp();
    }

    /** Has the publisher pause, or go on. */
    void pausePublisher(boolean paused) {
        send(Objects.requireNonNull(publishing), new Message.DeliveryState(paused));
        Objects.requireNonNull(current).wakeUp();
    }

    /** True if the session is open here and its connection stands. */
    boolean isServing() {
        return cluster.owner == this && current != null && !current.connection().isOver() && control != null;
    }

    void stop() {
        network().detach(address);
    }

    /** Closes the connection, as a gateway that stops. */
    void closeConnection() {
        closeConnection(ErrorCode.GOING_AWAY);
    }

    /** Closes the connection with a code. */
    void closeConnection(ErrorCode code) {
        if (current != null) {
            current.connection().close(clock.getAsLong(), code, "as told");
            current.wakeUp();
        }
    }

    void addRecords(long count) {
        cluster.records += count;
        deliver();
    }

    @Override
    public void onEvent(EndpointConnection connection, ConnectionEvent event) {
        switch (event) {
            case ConnectionEvent.Established ignored -> {
                current = connection;
                delivery = null;
                control = null;
            }
            case ConnectionEvent.StreamReadable(Stream stream) -> {
                for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
                    Message message = MessageCodec.decode(bytes);
                    heard.add(message);
                    onMessage(connection, stream, message);
                }
                if (stream.isEnded()) {
                    stream.finish();
                }
            }
            case ConnectionEvent.StreamWritable(Stream stream) -> {
                if (stream == delivery) {
                    deliver();
                }
            }
            case ConnectionEvent.DatagramsReadable ignored -> {
                for (byte[] bytes = connection.connection().pollDatagram(); bytes != null; bytes = connection
                        .connection().pollDatagram()) {
                    Message.Data data = MessageDatagram.decode(bytes).message();
                    inDatagrams.put(data.sequence(), Objects.requireNonNull(data.value()));
                }
            }
            case ConnectionEvent.Closed ignored -> {
                if (connection == current) {
                    delivery = null;
                    control = null;
                }
            }
            default -> {
            }
        }
    }

    static void send(Stream stream, Message message) {
        if (!stream.offer(MessageCodec.encode(message))) {
            throw new AssertionError("no room for " + message);
        }
    }

    private void onMessage(EndpointConnection connection, Stream stream, Message message) {
        switch (message) {
            case Message.OpenSession ignored -> open(stream, false);
            case Message.ResumeSession ignored -> open(stream, true);
            case Message.EndSession ignored -> connection.connection().shutdown(clock.getAsLong());
            case Message.Subscribe subscribe -> {
                if (subscribe.topic().equals("missing")) {
                    send(stream, new Message.Failure(ErrorCode.TOPIC_UNKNOWN, "no such topic"));
                    stream.finish();
                } else {
                    begin(stream, subscribe.start());
                }
            }
            case Message.Seek(Start start) -> begin(stream, start);
            case Message.Publish ignored -> {
                publishing = stream;
                long last = published.isEmpty() ? 0 : published.lastKey();
                send(stream, new Message.Publishing(last));
                if (confirming && last > 0) {
                    send(stream, new Message.Confirm(last));
                }
            }
            case Message.Data ignored when cluster.owner != this -> {
                // Kafka takes nothing from a gateway that another has succeeded.
            }
            case Message.Data data -> {
                byte[] value = data.value();
                if (published.putIfAbsent(data.sequence(), value == null ? new byte[0] : value) != null) {
                    throw new AssertionError("message " + data.sequence() + " came twice");
                }
                if (confirming) {
                    send(stream, new Message.Confirm(data.sequence()));
                }
            }
            case Message.SequenceRequest request -> sequence(stream, request);
            case Message.RegisterRenderer ignored -> {
                control(stream, new Message.RendererRegistered());
                Message.RendererCommand command = newestCommand;
                if (command != null) {
                    send(stream, command);
                }
            }
            case Message.Control ignored -> control(stream, new Message.RenderersListed(0));
            case Message.AwaitPosition(int partition, long offset) ->
                send(stream, new Message.PositionReached(partition, offset));
            default -> others.accept(stream, message);
        }
    }

    private void control(Stream stream, Message answer) {
        controlled = stream;
        send(stream, answer);
    }

    /** Says something to the renderer or controller that came last. */
    void sayOfControl(Message message) {
        send(Objects.requireNonNull(controlled), message);
        Objects.requireNonNull(current).wakeUp();
    }

    /** Says that the place of the delivery is gone, and goes on there. */
    void resetPosition(long next) {
        Stream stream = Objects.requireNonNull(delivery);
        send(stream, new Message.PositionReset(0, cursor, next, cluster.records, next));
        cursor = next;
        deliver();
    }

    /** Says something about the delivery. */
    void say(Message message) {
        send(Objects.requireNonNull(delivery), message);
        deliver();
    }

    private void open(Stream control, boolean isResume) {
        askedAt = clock.getAsLong();
        if (!refusals.isEmpty()) {
            send(control, refusals.removeFirst());
            return;
        }
        if (answer != null) {
            send(control, answer);
            return;
        }
        this.control = control;
        cluster.owner = this;
        if (isResume) {
            resumes++;
        } else {
            sessionsOpened++;
        }
        cluster.epoch++;
        send(control, new Message.SessionOpened(id, cluster.epoch, WINDOW, "scripted"));
        if (closingEach) {
            network().at(clock.getAsLong() + 20_000_000L, this::closeConnection);
        }
    }

    private void begin(Stream stream, Start start) {
        long from = switch (start) {
            case Start.Earliest() -> 0;
            case Start.Latest() -> cluster.records;
            case Start.Offset(long offset) -> offset;
            case Start.Timestamp(long millis) -> 0;
            case Start.Positions(List<Position> positions) -> positions.getFirst().offset();
        };
        send(stream, new Message.Subscribed(List.of(new Position(0, from))));
        cursor = start instanceof Start.Positions ? Math.max(0, from - repeats) : from;
        delivery = stream;
        deliver();
    }

    private void deliver() {
        Stream stream = delivery;
        while (stream != null && cursor < cluster.records) {
            byte[] value = Long.toString(cursor).getBytes(UTF_8);
            Message record = new Message.Delivery(0, cursor, 0, null, List.of(), value);
            if (!stream.offer(MessageCodec.encode(record))) {
                return;
            }
            cursor++;
        }
        if (current != null) {
            current.wakeUp();
        }
    }

    private void sequence(Stream stream, Message.SequenceRequest request) {
        send(stream, new Message.SequenceStarted(request.length(), request.interval()));
        SequenceNumbers all = new SequenceNumbers();
        for (long i = 0; i < request.length(); i++) {
            // Equal values next to each other: only the index may tell repeats.
            long value = SequenceNumbers.value(7, i) & 3;
            all.add(value);
            if (i >= Math.max(0, request.nextIndex() - repeats) && i < sequenceItems) {
                send(stream, new Message.SequenceItem(i, value));
            }
        }
        if (sequenceItems >= request.length()) {
            send(stream, new Message.SequenceEnd(all.checksum()));
        }
    }
}
