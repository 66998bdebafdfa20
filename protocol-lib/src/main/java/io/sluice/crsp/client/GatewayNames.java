package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Looks up gateways' names. A name service may take many seconds, above all when the network is the trouble, and a loop that
 * waited for it would let connections die that are well.
 */
final class GatewayNames {
    private GatewayNames() {}

    /**
     * Resolves an address and goes on with it, on the loop's thread: at once if it needs no look-up.
     *
     * @param then given the address, unresolved still if the name is not known
     */
    static void resolve(EventLoop loop, InetSocketAddress gateway, Consumer<InetSocketAddress> then) {
        if (!gateway.isUnresolved()) {
            then.accept(gateway);
            return;
        }
        Thread.ofVirtual().name("sluice-names").start(() -> {
            InetSocketAddress found = new InetSocketAddress(gateway.getHostString(), gateway.getPort());
            loop.execute(() -> then.accept(found));
        });
    }
}
