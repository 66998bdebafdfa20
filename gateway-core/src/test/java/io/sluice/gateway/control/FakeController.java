package io.sluice.gateway.control;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.util.ArrayList;
import java.util.List;

/** A controller's stream without a network. */
final class FakeController implements ControllerPort {
    final List<Message.ControlAnswer> answers = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    private final String session;

    FakeController(String session) {
        this.session = session;
    }

    static Message.ControlCommand request(long id, Action action, Item item, long position) {
        return new Message.ControlCommand(id, List.of("any"), action, item, position, 0);
    }

    @Override
    public String sessionId() {
        return session;
    }

    @Override
    public long stream() {
        return 1;
    }

    @Override
    public String by() {
        return session;
    }

    @Override
    public void onChanged(String renderer) {
        changes.add(renderer);
    }

    @Override
    public void onAnswer(Message.ControlAnswer answer) {
        answers.add(answer);
    }
}
