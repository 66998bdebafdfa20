package io.sluice.benchmarks.lossy;

import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Datagrams through a relay on the loopback interface. */
public final class RelayPath implements Path {
    private final LinkSettings link;
    private final long seed;
    private @Nullable UdpRelay relay;

    /** The relay starts when the server is bound. */
    public RelayPath(LinkSettings link, long seed) {
        this.link = link;
        this.seed = seed;
    }

    @Override
    public InetSocketAddress towards(InetSocketAddress server) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        UdpRelay started = UdpRelay.start(RelaySettings.builder(any, server).both(link).seed(seed).build());
        relay = started;
        return started.localAddress();
    }

    @Override
    public long bytesSent() {
        return relay == null ? 0 : relay.statistics().up().sentBytes();
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }
}
