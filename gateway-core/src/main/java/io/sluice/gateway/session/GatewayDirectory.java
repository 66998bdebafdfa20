package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import org.jspecify.annotations.Nullable;

/** Where clients are sent whose sessions are not here. From any thread. */
public interface GatewayDirectory {
    /** The way to the gateway that serves a shard, or null if that is not known for sure. */
    Message.@Nullable Redirect toOwnerOf(int shard);

    /** The way to some other gateway that takes clients, or null if there is none. */
    Message.@Nullable Redirect toAnother();
}
