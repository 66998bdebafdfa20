package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.simulator.EndpointNode;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway's application: its sessions outlive its connections and its restarts, as if they were in a store. */
final class SimulatedGateway {
    private final World world;
    private final List<Session> sessions = new ArrayList<>();
    private EndpointNode node;
    private int accepted;

    /** What is known of a client for good. */
    private final class Session implements Exchange.Host {
        private final List<Exchange> exchanges = new ArrayList<>();
        private int epoch = -1;
        private @Nullable Served served;

        Session(int client) {
            for (int i = 0; i < world.scenario().streams(); i++) {
                exchanges.add(new Exchange(world.scenario(), false, client, i, this));
            }
        }

        @Override
        public void later(long millis, Runnable action) {
            Served now = served;
            world.later(node, millis, () -> {
                if (now != null && now == served) {
                    action.run();
                    now.wakeUp();
                }
            });
        }

        @Override
        public void fail(String what) {
            world.fail("gateway: " + what);
        }
    }

    /** One connection of an honest client. */
    private final class Served implements ConnectionHandler {
        private final Map<Stream, Exchange> open = new HashMap<>();
        private final EndpointNode home = node;
        private @Nullable EndpointConnection connection;
        private @Nullable Session session;
        private boolean fenced;

        @Override
        public void onEvent(EndpointConnection from, ConnectionEvent event) {
            connection = from;
            world.trace().event(Scenario.GATEWAY, event);
            switch (event) {
                case ConnectionEvent.StreamReadable(Stream stream) -> read(stream);
                case ConnectionEvent.StreamWritable(Stream stream) -> {
                    Exchange exchange = open.get(stream);
                    if (exchange != null && !fenced) {
                        exchange.write();
                    }
                }
                case ConnectionEvent.StreamDone(Stream stream) -> {
                    Exchange exchange = open.remove(stream);
                    if (exchange != null && !fenced) {
                        exchange.onStreamDone();
                    }
                }
                case ConnectionEvent.Closed(CloseReason reason) -> onClosed(reason);
                default -> {
                }
            }
        }

        private void read(Stream stream) {
            if (fenced) {
                return;
            }
            Exchange known = open.get(stream);
            if (known != null) {
                known.read();
                return;
            }
            byte[] first = stream.poll();
            if (first == null) {
                return;
            }
            Greeting greeting = Greeting.decode(first);
            Session found = sessions.get(greeting.client());
            if (!adopt(found, greeting.epoch())) {
                return;
            }
            Exchange exchange = found.exchanges.get(greeting.stream());
            open.put(stream, exchange);
            exchange.begin(stream, greeting.epoch(), false);
            exchange.onGreeting(greeting.received());
            exchange.read();
        }

        /** The newest connection of a session is the one; an older one must not take anything any more. */
        private boolean adopt(Session found, int epoch) {
            if (epoch < found.epoch) {
                fence();
                return false;
            }
            Served before = found.served;
            if (before != this) {
                if (before != null) {
                    before.fence();
                }
                found.exchanges.forEach(Exchange::lost);
                found.served = this;
                found.epoch = epoch;
                session = found;
            }
            return true;
        }

        private void fence() {
            fenced = true;
            if (connection != null && home == node) {
                connection.connection().close(
                        node.local(world.network().now()), ErrorCode.SESSION_FENCED, "a newer connection came");
                connection.wakeUp();
            }
        }

        private void wakeUp() {
            if (connection != null) {
                connection.wakeUp();
            }
        }

        private void onClosed(CloseReason reason) {
            boolean fine = reason.code() == ErrorCode.NO_ERROR || reason.code() == ErrorCode.SESSION_FENCED
                    || world.mayEnd(reason);
            if (!fine) {
                world.fail("gateway: the connection of a client ended with " + reason);
            }
            if (session != null && session.served == this) {
                session.served = null;
                session.exchanges.forEach(Exchange::lost);
            }
        }
    }

    SimulatedGateway(World world) {
        this.world = world;
        for (int i = 0; i < world.scenario().clients(); i++) {
            sessions.add(new Session(i));
        }
        this.node = world.newGatewayNode(this);
    }

    EndpointNode node() {
        return node;
    }

    /** A connection of an honest client was accepted. */
    ConnectionHandler accept() {
        accepted++;
        return new Served();
    }

    int accepted() {
        return accepted;
    }

    /** Forgets all connections at once; what is durable stays. */
    void kill() {
        for (Session session : sessions) {
            session.served = null;
            session.exchanges.forEach(Exchange::lost);
        }
    }

    /** Begins anew, on a machine whose clock has nothing to do with the one before. */
    void start() {
        node = world.newGatewayNode(this);
    }

    Exchange exchange(int client, int index) {
        return sessions.get(client).exchanges.get(index);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Session session : sessions) {
            for (Exchange exchange : session.exchanges) {
                if (!exchange.isOver()) {
                    text.append(exchange).append("; ");
                }
            }
        }
        return text.toString();
    }
}
