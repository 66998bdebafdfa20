package io.sluice.gateway.browser;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.RendererName;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.GatewayRenderer;
import jakarta.json.JsonObject;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One browser: what it says, and what it is told. The browser's messages come one at a time, on any thread. */
public final class BrowserConnection {
    /** A text topic's bytes on their way to a browser, at most; soft by one record. */
    private static final long MAX_CREDIT = 128 * 1024;
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{16,64}");

    private final String user;
    private final Control control;
    private final Consumer<String> out;
    private final Events events = new Events();
    private @Nullable GatewayRenderer renderer;

    /**
     * A browser that has not said anything yet.
     *
     * @param user who is signed in
     * @param out takes what the browser is to be told; must not block
     */
    public BrowserConnection(String user, Control control, Consumer<String> out) {
        this.user = user;
        this.control = control;
        this.out = out;
    }

    /**
     * Does what the browser says.
     *
     * @throws IllegalArgumentException if the message is malformed; it says what is wrong
     */
    public void onMessage(String text) {
        JsonObject json = BrowserMessages.parse(text);
        String type = BrowserMessages.type(json);
        if (type.equals("register")) {
            register(BrowserMessages.text(json, "name", ""), BrowserMessages.text(json, "client", ""));
            return;
        }
        GatewayRenderer own = renderer;
        if (own == null) {
            throw new IllegalArgumentException("register comes first");
        }
        switch (type) {
            case "state" -> own.report(BrowserMessages.state(json));
            case "read" -> own.read(BrowserMessages.number(json, "reading"), BrowserMessages.number(json, "place"),
                    BrowserMessages.number(json, "position"), credit(json));
            case "more" -> own.readMore(BrowserMessages.number(json, "reading"), credit(json));
            case "enough" -> own.readNoMore();
            case "leave" -> {
                own.close();
                renderer = null;
            }
            default -> throw new IllegalArgumentException("an unknown type of message: " + type);
        }
    }

    private static long credit(JsonObject json) {
        return Math.min(BrowserMessages.number(json, "bytes"), MAX_CREDIT);
    }

    private void register(String name, String client) {
        if (renderer != null) {
            throw new IllegalArgumentException("it is registered already");
        }
        String fault = RendererName.fault(name);
        if (fault != null) {
            events.onRefused(ErrorCode.RENDERER_NAME_INVALID, fault);
            return;
        }
        if (!CLIENT.matcher(client).matches()) {
            throw new IllegalArgumentException("client is not 16 to 64 letters, digits, hyphens and underscores");
        }
        renderer = control.register(new GatewayRenderer.Identity(name, "browser", user + "/" + client), events);
    }

    /** The browser is gone; it may come back. */
    public void onClosed() {
        GatewayRenderer own = renderer;
        renderer = null;
        if (own != null) {
            own.detach();
        }
    }

    private final class Events implements GatewayRenderer.Events {
        @Override
        public void onRegistered() {
            out.accept(BrowserMessages.registered());
        }

        @Override
        public void onCommand(Message.RendererCommand command) {
            out.accept(BrowserMessages.command(command));
        }

        @Override
        public void onRefused(ErrorCode code, String text) {
            out.accept(BrowserMessages.refused(code, text));
        }

        @Override
        public void onRecord(long reading, long offset, byte[] value, int cost) {
            out.accept(BrowserMessages.record(reading, offset, value, cost));
        }

        @Override
        public void onReadToTheEnd(long reading) {
            out.accept(BrowserMessages.end(reading));
        }

        @Override
        public void onReadRefused(long reading, ErrorCode code, String text) {
            out.accept(BrowserMessages.unreadable(reading, code, text));
        }
    }
}
