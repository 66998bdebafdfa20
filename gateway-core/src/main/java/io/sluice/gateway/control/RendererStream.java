package io.sluice.gateway.control;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A renderer's stream: its name, the newest command for it, and what it says of itself. On the event loop's thread.
 */
final class RendererStream extends SessionStream implements RendererPort {
    private final ControlService service;
    private String name;
    private String kind = "";
    private boolean known;
    private int attached;
    private boolean greetingDue;
    private Message.@Nullable RendererCommand due;
    private String state = "";

    RendererStream(Session session, long number, ControlService service) {
        super(session, number);
        this.service = service;
        StoredStream stored = session.storedStream(number);
        this.known = stored != null && stored.kind().equals(StoredStream.RENDERER);
        this.name = known && stored != null ? stored.topic() : "";
    }

    /** Keeps a name for a client that is to come back. */
    RendererStream(Session session, StoredStream stored, ControlService service) {
        super(session, stored.number());
        this.service = service;
        this.known = true;
        this.name = stored.topic();
    }

    @Override
    protected void onOpened(Message opening) {
        if (!(opening instanceof Message.RegisterRenderer register)) {
            refuse(opening);
            return;
        }
        attached++;
        due = null;
        greetingDue = false;
        kind = register.kind();
        if (known && register.renderer().equals(name)) {
            service.register(this);
            return;
        }
        if (known) {
            fail(ErrorCode.BAD_REQUEST, "the stream has the renderer \"" + name + "\" already");
            return;
        }
        name = register.renderer();
        int now = attached;
        // The session's record tells which name is given back when the session is over, by whichever gateway.
        session().markDirty();
        session().storeNow(() -> {
            if (now == attached && isAttached()) {
                known = true;
                service.register(this);
            }
        });
    }

    @Override
    protected void onMessage(Message message) {
        if (message instanceof Message.RendererState said) {
            state = said.state().name();
            service.report(this, said);
        } else {
            refuse(message);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String sessionId() {
        return session().id().toString();
    }

    @Override
    public long stream() {
        return number();
    }

    @Override
    public void onRegistered() {
        greetingDue = true;
        flush();
    }

    @Override
    public void onCommand(Message.RendererCommand command) {
        due = command;
        flush();
    }

    @Override
    public void onRefused(ErrorCode code, String text) {
        fail(code, text);
    }

    /** A command that finds no room is replaced by a newer one: each says all that there is to know. */
    private void flush() {
        if (greetingDue && sendIfOpen(new Message.RendererRegistered())) {
            greetingDue = false;
        }
        Message.RendererCommand next = due;
        if (!greetingDue && next != null && sendIfOpen(next)) {
            due = null;
        }
    }

    @Override
    protected void onWritable() {
        flush();
    }

    @Override
    protected void onDetached() {
        service.detach(this);
    }

    @Override
    protected void onMoved() {
        // The name goes with the session.
    }

    @Override
    protected void onRemoved() {
        service.remove(this);
    }

    @Override
    protected StoredStream stored() {
        return new StoredStream(number(), StoredStream.RENDERER, name, Map.of(), 0, null);
    }

    @Override
    protected String streamKind() {
        return StoredStream.RENDERER;
    }

    @Override
    protected String topic() {
        return name;
    }

    @Override
    protected StreamView view() {
        return new StreamView(number(), StoredStream.RENDERER, name, "", 0, 0, state);
    }
}
