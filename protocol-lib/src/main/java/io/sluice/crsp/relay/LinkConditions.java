package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkSettings;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the links of each client are like for now, instead of what the relay was set up with. Called on the relay's
 * thread; must not block.
 */
@FunctionalInterface
public interface LinkConditions {
    /** As the relay was set up. */
    LinkConditions AS_SET_UP = client -> null;

    /**
     * The settings of both directions of a client.
     *
     * @param client its address, as the relay sees it
     * @return null for those that the relay was set up with
     */
    @Nullable
    LinkSettings of(InetSocketAddress client);
}
