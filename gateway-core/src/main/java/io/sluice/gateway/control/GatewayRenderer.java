package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.DeliveryService;
import org.jspecify.annotations.Nullable;

/**
 * A renderer without a session of the protocol, such as a browser: this gateway keeps its name while it is connected, and
 * for a minute after. Its methods may be called from any thread.
 */
public final class GatewayRenderer {
    private static final long REFRESH_NANOS = 20_000_000_000L;

    private final EventLoop loop;
    private final ControlService service;
    private final DeliveryService delivery;
    private final Identity identity;
    private final Events events;
    private final Port port = new Port();

    // The event loop's.
    private Message.@Nullable RendererCommand newest;
    private @Nullable TopicReading reading;
    private boolean over;

    /**
     * Who it is.
     *
     * @param name what controllers call it
     * @param kind what it is, for people
     * @param session known to the renderer alone: whoever says the same has the name, also at another gateway
     */
    public record Identity(String name, String kind, String session) {}

    /** What it is told, on the event loop's thread; must not block. */
    public interface Events {
        /** Controllers can see it. */
        void onRegistered();

        /** The newest command; may be told again. */
        void onCommand(Message.RendererCommand command);

        /** It cannot have the name, or not any more; nothing follows. */
        void onRefused(ErrorCode code, String text);

        /**
         * The value of a record that was asked for.
         *
         * @param cost how many of the allowed bytes it takes
         */
        void onRecord(long reading, long offset, byte[] value, int cost);

        /** Nothing of the item is left. */
        void onReadToTheEnd(long reading);

        /** The topic cannot be read. */
        void onReadRefused(long reading, ErrorCode code, String text);
    }

    GatewayRenderer(EventLoop loop, ControlService service, DeliveryService delivery, Identity identity,
            Events events) {
        this.loop = loop;
        this.service = service;
        this.delivery = delivery;
        this.identity = identity;
        this.events = events;
    }

    void begin() {
        loop.execute(() -> {
            service.register(port);
            scheduleRefresh();
        });
    }

    private void scheduleRefresh() {
        loop.schedule(REFRESH_NANOS, () -> {
            if (!over) {
                service.refresh(port);
                scheduleRefresh();
            }
        });
    }

    /** Says what it does now. */
    public void report(Message.RendererState state) {
        loop.execute(() -> {
            if (!over) {
                service.report(port, state);
            }
        });
    }

    /**
     * Begins to read the topic of its newest command, in place of what was read before.
     *
     * @param number tells this reading from others
     * @param place of the command that it belongs to: if the newest one leads elsewhere, nothing is read
     * @param position offset of the first record
     * @param bytes how many may come before {@link #readMore}, with a little for each record; soft by one record
     */
    public void read(long number, long place, long position, long bytes) {
        loop.execute(() -> {
            closeReading();
            Message.RendererCommand known = newest;
            if (!over && known != null && known.place() == place && known.item() instanceof Item.Topic topic) {
                TopicReading begun = new TopicReading(delivery, topic, number, events);
                reading = begun;
                begun.begin(position, bytes);
            }
        });
    }

    /** So many further bytes may come. */
    public void readMore(long number, long bytes) {
        loop.execute(() -> {
            TopicReading present = reading;
            if (present != null && present.number() == number) {
                present.allow(bytes);
            }
        });
    }

    /** Ends the reading; what is under way still comes. */
    public void readNoMore() {
        loop.execute(this::closeReading);
    }

    private void closeReading() {
        TopicReading present = reading;
        reading = null;
        if (present != null) {
            present.close();
        }
    }

    /** Its connection is lost; the name stays its own for a while. */
    public void detach() {
        end(() -> service.detach(port));
    }

    /** Gives the name up. */
    public void close() {
        end(() -> service.remove(port));
    }

    private void end(Runnable how) {
        loop.execute(() -> {
            closeReading();
            if (!over) {
                over = true;
                how.run();
            }
        });
    }

    private final class Port implements RendererPort {
        @Override
        public String name() {
            return identity.name();
        }

        @Override
        public String kind() {
            return identity.kind();
        }

        @Override
        public String sessionId() {
            return RendererRecord.KEPT_BY_GATEWAY + identity.session();
        }

        @Override
        public long stream() {
            return 0;
        }

        @Override
        public void onRegistered() {
            events.onRegistered();
        }

        @Override
        public void onCommand(Message.RendererCommand command) {
            newest = command;
            events.onCommand(command);
        }

        @Override
        public void onRefused(ErrorCode code, String text) {
            over = true;
            closeReading();
            events.onRefused(code, text);
        }
    }
}
