package io.sluice.crsp.connection;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A peer's address that packets come from and go to through a tunnel, such as a TCP connection, and not as datagrams.
 * It equals the plain address of the same host and port, as {@link InetSocketAddress} wants it; whoever decides whether
 * a packet is to be believed must ask {@link #isSamePath} instead: packets inside a tunnel are plain, and a datagram
 * with a forged sender must not be taken for one of them.
 */
public abstract class TunnelAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;

    /** @param remote the tunnel's far end, resolved */
    protected TunnelAddress(InetSocketAddress remote) {
        super(remote.getAddress(), remote.getPort());
    }

    /** True if what comes from one is as trustworthy as what comes from the other. */
    @SuppressWarnings("ReferenceEquality")
    public static boolean isSamePath(InetSocketAddress one, InetSocketAddress other) {
        boolean tunnelled = one instanceof TunnelAddress || other instanceof TunnelAddress;
        return tunnelled ? one == other : one.equals(other);
    }

    /** True if the tunnel itself encrypts and authenticates. */
    public abstract boolean isSecured();

    /** Who the peer proved to be to the tunnel, as by a client's certificate; null if it did not. */
    public abstract @Nullable String peerIdentity();

    /**
     * Sends one packet, or drops it as a full queue does. From the endpoint's thread.
     *
     * @param packet from position to limit; the caller's again afterwards
     */
    public abstract void send(ByteBuffer packet);

    /** Ends the tunnel, after what was sent before. From the endpoint's thread. */
    public abstract void close();

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(getClass().getName());
    }
}
