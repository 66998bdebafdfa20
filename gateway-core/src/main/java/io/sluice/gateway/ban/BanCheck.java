package io.sluice.gateway.ban;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Who may not come now. On the event loop's thread. */
@FunctionalInterface
public interface BanCheck {
    /** What keeps the clients of an address away at this moment, or null if nothing does. */
    @Nullable
    Ban find(InetAddress address);
}
