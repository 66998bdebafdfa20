package io.sluice.gateway.cluster;

import io.sluice.gateway.config.GatewayConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where clients and other gateways find this one. */
public final class AdvertisedAddress {
    private AdvertisedAddress() {}

    /** As configured; else the bound address, or the host's own name if every address is bound. */
    public static InetSocketAddress of(GatewayConfig config, InetSocketAddress bound) {
        if (config.advertised().isPresent()) {
            String text = config.advertised().get();
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
            return InetSocketAddress.createUnresolved(host, Integer.parseInt(text, colon + 1, text.length(), 10));
        }
        return bound.getAddress().isAnyLocalAddress()
                ? InetSocketAddress.createUnresolved(hostName(), bound.getPort())
                : bound;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
