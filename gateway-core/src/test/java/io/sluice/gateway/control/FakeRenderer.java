package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A renderer's stream without a network. */
final class FakeRenderer implements RendererPort {
    final List<Message.RendererCommand> commands = new ArrayList<>();
    boolean registered;
    @Nullable
    ErrorCode refused;
    private final String name;
    private final String session;
    private final long stream;

    FakeRenderer(String name, String session, long stream) {
        this.name = name;
        this.session = session;
        this.stream = stream;
    }

    static Message.RendererState state(long command, PlaybackState state, long position, long atMillis) {
        return new Message.RendererState(
                command, state, new Item.None(), position, 0, 0, ErrorCode.NO_ERROR, "", atMillis);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "test";
    }

    @Override
    public String sessionId() {
        return session;
    }

    @Override
    public long stream() {
        return stream;
    }

    @Override
    public void onRegistered() {
        registered = true;
    }

    @Override
    public void onCommand(Message.RendererCommand command) {
        commands.add(command);
    }

    @Override
    public void onRefused(ErrorCode code, String text) {
        refused = code;
    }
}
