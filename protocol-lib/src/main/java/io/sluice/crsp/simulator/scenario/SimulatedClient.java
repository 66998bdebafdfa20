package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.simulator.EndpointNode;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A client with one session: connects, does its exchanges, and connects again for what is left when a connection dies. */
final class SimulatedClient implements ConnectionHandler, Exchange.Host {
    private static final int MIN_PAUSE = 50;
    private static final int MAX_PAUSE = 1000;

    private final World world;
    private final int number;
    private final EndpointNode node;
    private final SplittableRandom random;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<Stream, Exchange> open = new HashMap<>();
    private InetSocketAddress address;
    private @Nullable EndpointConnection connection;
    private boolean established;
    private boolean everEstablished;
    private boolean leaving;
    private int epoch = -1;

    SimulatedClient(World world, int number, EndpointNode node, InetSocketAddress address) {
        this.world = world;
        this.number = number;
        this.node = node;
        this.address = address;
        this.random = world.network().newRandom();
        for (int i = 0; i < world.scenario().streams(); i++) {
            exchanges.add(new Exchange(world.scenario(), true, number, i, this));
        }
    }

    int number() {
        return number;
    }

    EndpointNode node() {
        return node;
    }

    InetSocketAddress address() {
        return address;
    }

    void address(InetSocketAddress moved) {
        address = moved;
    }

    /** True once every exchange is over. */
    boolean isDone() { return exchanges.stream().allMatch(Exchange::isOver); }

    boolean isConnected() { return connection != null; }

    boolean isEstablished() { return established; }

    Exchange exchange(int index) {
        return exchanges.get(index);
    }

    void connect() {
        if (connection == null && !leaving && !isDone()) {
            epoch++;
            connection = node.endpoint().connect(node.local(world.network().now()), world.gatewayAddress(),
                    world.security().client(), this);
        }
    }

    /** Says goodbye, if there is anybody to say it to. */
    void leave() {
        leaving = true;
        EndpointConnection current = connection;
        if (current != null) {
            current.connection().shutdown(node.local(world.network().now()));
            current.wakeUp();
        }
    }

    @Override
    public void onEvent(EndpointConnection from, ConnectionEvent event) {
        world.trace().event(number, event);
        if (from != connection) {
            fail("an event of a connection that is over: " + event);
            return;
        }
        switch (event) {
            case ConnectionEvent.Established ignored -> onEstablished(from);
            case ConnectionEvent.StreamOpened(Stream stream) -> fail("the gateway opened " + stream);
            case ConnectionEvent.StreamReadable(Stream stream) -> exchange(stream).read();
            case ConnectionEvent.StreamWritable(Stream stream) -> exchange(stream).write();
            case ConnectionEvent.StreamDone(Stream stream) -> exchange(stream).onStreamDone();
            case ConnectionEvent.Closed(CloseReason reason) -> onClosed(reason);
            default -> {
            }
        }
    }

    private Exchange exchange(Stream stream) {
        Exchange found = open.get(stream);
        if (found == null) {
            throw new IllegalStateException("nobody opened " + stream);
        }
        return found;
    }

    private void onEstablished(EndpointConnection from) {
        established = true;
        boolean first = !everEstablished;
        everEstablished = true;
        for (Exchange exchange : exchanges) {
            if (!exchange.isOver()) {
                Stream stream = from.connection().openStream();
                if (stream == null) {
                    fail("no stream could be opened");
                    return;
                }
                open.put(stream, exchange);
                exchange.begin(stream, epoch, first);
            }
        }
    }

    private void onClosed(CloseReason reason) {
        boolean inOrder = reason.code() == ErrorCode.NO_ERROR && leaving;
        if (!inOrder && !world.mayEnd(reason)) {
            fail("the connection ended with " + reason);
        }
        connection = null;
        established = false;
        open.clear();
        exchanges.forEach(Exchange::lost);
        if (!inOrder) {
            world.reconnected();
            later(random.nextInt(MIN_PAUSE, MAX_PAUSE), this::connect);
        }
    }

    @Override
    public void later(long millis, Runnable action) {
        world.later(node, millis, () -> {
            action.run();
            if (connection != null) {
                connection.wakeUp();
            }
        });
    }

    @Override
    public void fail(String what) {
        world.fail("client " + number + ": " + what);
    }

    @Override
    public String toString() {
        return "client " + number + (established ? " established" : connection != null ? " connecting" : " away")
                + " epoch "
                + epoch + " " + exchanges.stream().filter(exchange -> !exchange.isOver()).toList();
    }
}
