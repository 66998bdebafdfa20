package io.sluice.admin.browser;

import io.sluice.gateway.browser.BrowserConnection;
import io.sluice.gateway.control.Control;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a browser becomes a renderer: its page sends {@code register} with a name, then its states, and is told its newest
 * command. One instance a connection. Behind the login, as every address is.
 */
@ServerEndpoint(BrowserRendererEndpoint.PATH)
public class BrowserRendererEndpoint {
    static final String PATH = "/socket/renderer";

    private static final Logger LOG = LoggerFactory.getLogger(BrowserRendererEndpoint.class);
    private static final int MAX_MESSAGE = 16 * 1024;
    /** A page says every ten seconds what it does; browsers let one that is hidden do so once a minute. */
    private static final long IDLE_MILLIS = 180_000;
    private static final int MAX_REASON = 100;

    /** Looked up: the container injects nothing into endpoints that are no beans of an archive it searches. */
    private final BrowserRenderers renderers = CDI.current().select(BrowserRenderers.class).get();
    private @Nullable BrowserConnection connection;
    private @Nullable Outbox waiting;

    /** A browser that is signed in. */
    @OnOpen
    public void onOpen(Session session) {
        session.setMaxTextMessageBufferSize(MAX_MESSAGE);
        session.setMaxIdleTimeout(IDLE_MILLIS);
        Principal user = session.getUserPrincipal();
        Control control = renderers.control();
        if (user == null) {
            close(session, CloseCodes.VIOLATED_POLICY, "sign in first");
        } else if (control == null) {
            close(session, CloseCodes.TRY_AGAIN_LATER, "the gateway is starting");
        } else if (!renderers.enter()) {
            close(session, CloseCodes.TRY_AGAIN_LATER,
                    "as many browsers are renderers as may be (sluice.renderers.browser.max)");
        } else {
            Outbox outbox = new Outbox(session.getAsyncRemote(), renderers.executor(), () -> renderers.executor()
                    .execute(() -> close(session, CloseCodes.TRY_AGAIN_LATER, "messages were not taken in time")));
            waiting = outbox;
            connection = new BrowserConnection(user.getName(), control, outbox::add);
        }
    }

    /** What the page says. */
    @OnMessage
    public void onMessage(Session session, String text) {
        BrowserConnection present = connection;
        if (present == null) {
            return;
        }
        try {
            present.onMessage(text);
        } catch (IllegalArgumentException e) {
            close(session, CloseCodes.CANNOT_ACCEPT, String.valueOf(e.getMessage()));
        }
    }

    /** The page is gone. */
    @OnClose
    public void onClose(Session session, CloseReason reason) {
        BrowserConnection present = connection;
        connection = null;
        if (waiting != null) {
            waiting.close();
        }
        if (present != null) {
            renderers.leave();
            present.onClosed();
        }
    }

    /** The connection broke; its end follows. */
    @OnError
    public void onError(Session session, Throwable failure) {
        LOG.debug("The WebSocket of {} failed", session.getUserPrincipal(), failure);
    }

    private static void close(Session session, CloseCodes code, String why) {
        try {
            session.close(new CloseReason(code, why.substring(0, Math.min(why.length(), MAX_REASON))));
        } catch (IOException e) {
            LOG.debug("A WebSocket could not be closed", e);
        }
    }
}
