package io.sluice.gateway.session;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.ban.Ban;
import io.sluice.gateway.ban.BanAddress;
import io.sluice.gateway.ban.BanCheck;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which connections come from where, so that those of an address are found when it is banned. On the event loop's thread. */
final class AddressGuard {
    /** Connections ended before the event loop does something else: many clients may be behind one address. */
    private static final int ENDED_AT_ONCE = 200;

    private final BanCheck bans;
    private final EventLoop loop;
    private final BiConsumer<ClientConnection, Ban> end;
    private final Map<InetAddress, Set<ClientConnection>> connections = new HashMap<>();

    /** @param end ends a connection because of a ban */
    AddressGuard(BanCheck bans, EventLoop loop, BiConsumer<ClientConnection, Ban> end) {
        this.bans = bans;
        this.loop = loop;
        this.end = end;
    }

    void add(ClientConnection connection) {
        InetAddress address = connection.address();
        if (address != null && connection.listedAt() == null) {
            connection.listedAt(address);
            connections.computeIfAbsent(address, each -> new HashSet<>(2)).add(connection);
        }
    }

    /** To be called before it is added under another address. */
    void remove(ClientConnection connection) {
        InetAddress address = connection.listedAt();
        connection.listedAt(null);
        Set<ClientConnection> from = address == null ? null : connections.get(address);
        if (from != null && from.remove(connection) && from.isEmpty()) {
            connections.remove(address);
        }
    }

    /** What keeps the client of a connection away at this moment, or null if nothing does. */
    @Nullable
    Ban banOf(ClientConnection connection) {
        InetAddress address = connection.address();
        return address == null ? null : bans.find(address);
    }

    int countSessions(InetAddress address) {
        return (int) connections.getOrDefault(address, Set.of()).stream()
                .filter(connection -> connection.session() != null).count();
    }

    void onBanned(Ban ban) {
        endSome(BanAddress.parse(ban.address()));
    }

    private void endSome(InetAddress address) {
        Set<ClientConnection> from = connections.get(address);
        // Asked anew for each lot: it may be lifted while the first are being ended.
        Ban ban = from == null ? null : bans.find(address);
        if (from == null || ban == null) {
            return;
        }
        List<ClientConnection> lot = from.stream().limit(ENDED_AT_ONCE).toList();
        for (ClientConnection each : lot) {
            remove(each);
            end.accept(each, ban);
        }
        loop.schedule(0, () -> endSome(address));
    }
}
