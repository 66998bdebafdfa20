package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients a relay knows, bounded in number, and the sums of those it has forgotten. */
final class ClientTable {
    /** Room for a gateway's burst to one client while the relay's thread is not scheduled. */
    private static final int SOCKET_BUFFER_BYTES = 1024 * 1024;

    private final RelaySettings settings;
    private final Selector selector;
    private final DatagramChannel listener;
    private final Map<SocketAddress, RelayClient> clients = new LinkedHashMap<>();
    private LinkConditions conditions = LinkConditions.AS_SET_UP;
    private LinkCounters forgottenUp = LinkCounters.ZERO;
    private LinkCounters forgottenDown = LinkCounters.ZERO;
    private long seen;
    private long expired;

    ClientTable(RelaySettings settings, Selector selector, DatagramChannel listener) {
        this.settings = settings;
        this.selector = selector;
        this.listener = listener;
    }

    /** The client of this address, made if it is new; null if there is no room or no socket for it. */
    @Nullable
    RelayClient obtain(InetSocketAddress address, boolean cut, long nowNanos) {
        RelayClient known = clients.get(address);
        if (known != null) {
            return known;
        }
        if (clients.size() >= settings.maxClients()) {
            return null;
        }
        try {
            RelayClient made = open(address, nowNanos);
            made.become(conditions.of(address));
            if (cut) {
                made.cut();
            }
            clients.put(address, made);
            seen++;
            return made;
        } catch (IOException e) {
            // No more sockets, or no route to the target: the caller counts it, the client tries again.
            return null;
        }
    }

    private RelayClient open(InetSocketAddress address, long nowNanos) throws IOException {
        DatagramChannel upstream = DatagramChannel.open();
        try {
            upstream.configureBlocking(false);
            upstream.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            // Connected, so that only the target's datagrams are taken for the client.
            upstream.connect(settings.target());
            RelayClient client = new RelayClient(address, seen, settings, upstream, listener, nowNanos);
            upstream.register(selector, SelectionKey.OP_READ, client);
            return client;
        } catch (IOException | RuntimeException e) {
            upstream.close();
            throw e;
        }
    }

    /** Makes the links of all clients so, and those of later ones. */
    void conditions(LinkConditions now) {
        conditions = now;
        clients.values().forEach(client -> client.become(now.of(client.address())));
    }

    Collection<RelayClient> all() {
        return clients.values();
    }

    /** Forgets the clients that were silent for the idle timeout. */
    void expire(long nowNanos) {
        long timeout = settings.idleTimeout().toNanos();
        for (Iterator<RelayClient> each = clients.values().iterator(); each.hasNext();) {
            RelayClient client = each.next();
            if (client.idleFor(timeout, nowNanos)) {
                each.remove();
                // What is still under way must not be sent on a closed socket.
                client.cut();
                close(client);
                expired++;
                forgottenUp = forgottenUp.plus(client.up().counters());
                forgottenDown = forgottenDown.plus(client.down().counters());
            }
        }
    }

    void closeAll() {
        clients.values().forEach(ClientTable::close);
    }

    private static void close(RelayClient client) {
        try {
            client.upstream().close();
        } catch (IOException e) {
            // A socket that fails to close is gone either way.
        }
    }

    int size() {
        return clients.size();
    }

    long seen() {
        return seen;
    }

    long expired() {
        return expired;
    }

    LinkCounters sumUp() {
        LinkCounters sum = forgottenUp;
        for (RelayClient client : clients.values()) {
            sum = sum.plus(client.up().counters());
        }
        return sum;
    }

    LinkCounters sumDown() {
        LinkCounters sum = forgottenDown;
        for (RelayClient client : clients.values()) {
            sum = sum.plus(client.down().counters());
        }
        return sum;
    }
}
