package io.sluice.crsp.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.sluice.crsp.connection.TunnelAddress;
import io.sluice.crsp.endpoint.EndpointLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection as the address of the CRSP connection inside it. What the endpoint sends in one turn of its loop
 * is gathered here and written at once by Netty's thread. Before the channel is open, packets wait.
 */
final class Tunnel extends TunnelAddress {
    private static final long serialVersionUID = 1;
    private static final int FIRST_CAPACITY = 4096;

    private final transient EndpointLoop owner;
    private final transient TunnelCounters counters;
    private final transient Object lock = new Object();
    private final boolean secured;
    private final int limit;
    private transient @Nullable Channel channel;
    private transient @Nullable ByteBuf gathered;
    private boolean open;
    private boolean flushing;
    private boolean closed;
    private int queued;
    private volatile @Nullable String identity;

    /**
     * @param owner the loop of the connection inside
     * @param secured whether TLS is around it
     * @param limit bytes that may wait for the socket
     */
    Tunnel(InetSocketAddress remote, EndpointLoop owner, boolean secured, int limit, TunnelCounters counters) {
        super(remote);
        this.owner = owner;
        this.secured = secured;
        this.limit = limit;
        this.counters = counters;
    }

    EndpointLoop owner() {
        return owner;
    }

    @Override
    public boolean isSecured() { return secured; }

    @Override
    public @Nullable String peerIdentity() {
        return identity;
    }

    /** Names the channel, so that {@link #close} can end it while it is being opened; closes it if that has been. */
    void attach(Channel carrier) {
        boolean late;
        synchronized (lock) {
            channel = carrier;
            late = closed;
        }
        if (late) {
            var _ = carrier.close();
        }
    }

    /** The channel takes packets from now on. On Netty's thread. */
    void open(Channel carrier, @Nullable String peer) {
        identity = peer;
        attach(carrier);
        synchronized (lock) {
            open = true;
        }
        flush(carrier);
    }

    @Override
    public void send(ByteBuffer packet) {
        Channel target = gather(packet);
        if (target != null) {
            onChannelThread(target, () -> flush(target));
        }
    }

    /** Returns the channel if it must be told to write. */
    private @Nullable Channel gather(ByteBuffer packet) {
        int size = Short.BYTES + packet.remaining();
        synchronized (lock) {
            if (closed || queued + size > limit) {
                counters.packetsDropped.incrementAndGet();
                return null;
            }
            ByteBuf target = gathered;
            if (target == null) {
                target = ByteBufAllocator.DEFAULT.buffer(Math.max(FIRST_CAPACITY, size));
                gathered = target;
            }
            target.writeShort(packet.remaining()).writeBytes(packet);
            queued += size;
            if (flushing || !open) {
                return null;
            }
            flushing = true;
            return channel;
        }
    }

    private void flush(Channel target) {
        ByteBuf out;
        synchronized (lock) {
            out = gathered;
            gathered = null;
            flushing = false;
        }
        if (out != null) {
            int size = out.readableBytes();
            target.writeAndFlush(out).addListener(written -> {
                synchronized (lock) {
                    queued -= size;
                }
            });
        }
    }

    @Override
    public void close() {
        Channel target;
        boolean wasOpen;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            wasOpen = open;
            target = channel;
        }
        if (target == null || !wasOpen) {
            discard();
        }
        if (target != null) {
            onChannelThread(target, () -> {
                if (wasOpen) {
                    flush(target);
                }
                var _ = target.close();
            });
        }
    }

    private void onChannelThread(Channel target, Runnable task) {
        try {
            target.eventLoop().execute(task);
        } catch (RejectedExecutionException stopped) {
            discard();
        }
    }

    /** Gives back what will never be sent. */
    void discard() {
        synchronized (lock) {
            closed = true;
            if (gathered != null) {
                gathered.release();
                gathered = null;
            }
        }
    }
}
