package io.sluice.gateway.control;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A controller's stream: all renderers and their changes, commands for them, and for streams of sessions. A controller that does not read is told
 * less often, not later: of each renderer only what is newest. On the event loop's thread.
 */
final class ControllerStream extends SessionStream implements ControllerPort, SteeringPort {
    /** Renderers that one controller may wait for, and answers kept for it; then no more is taken in. */
    private static final int MAX_PENDING = 4 * Message.ControlCommand.MAX_RENDERERS;

    private final ControlService service;
    private final StreamSteering steering;
    private final EventLoop loop;
    private final Items items;
    /** Renderers with news, the oldest first. */
    private final Set<String> news = new LinkedHashSet<>();
    /** Those of the first list that were not told yet. */
    private final Set<String> unlisted = new HashSet<>();
    private final Deque<Message> answers = new ArrayDeque<>();
    private boolean listed;
    /** Messages may wait to be taken in. */
    private boolean held;
    private long count;
    /** Questions to Kafka under way. */
    private int asking;
    private int generation;
    private long commands;

    ControllerStream(Session session, long number, ControlService service, StreamSteering steering, EventLoop loop,
            Items items) {
        super(session, number);
        this.service = service;
        this.steering = steering;
        this.loop = loop;
        this.items = items;
    }

    @Override
    protected void onOpened(Message opening) {
        if (!(opening instanceof Message.Control)) {
            refuse(opening);
            return;
        }
        reset();
        news.addAll(service.table().names());
        unlisted.addAll(news);
        count = news.size();
        service.watch(this);
        flush();
    }

    private void reset() {
        generation++;
        asking = 0;
        news.clear();
        unlisted.clear();
        answers.clear();
        listed = false;
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.ControlCommand command -> command(command);
            case Message.ListItems list -> list(list);
            case Message.SteerStream wanted -> {
                commands++;
                steering.steer(this, wanted);
            }
            case Message other -> refuse(other);
        }
    }

    private void command(Message.ControlCommand wanted) {
        commands++;
        Set<String> names = new LinkedHashSet<>(wanted.renderers());
        if (wanted.action() != Action.PLAY) {
            names.forEach(name -> service.command(this, name, wanted));
            return;
        }
        int asked = generation;
        asking++;
        Answers.toLoop(loop, items.resolve(wanted.item()), item -> {
            if (asked == generation) {
                asking--;
                Message.ControlCommand complete = wanted.with(item);
                names.forEach(name -> service.command(this, name, complete));
                drain();
            }
        }, failure -> {
            if (asked == generation) {
                asking--;
                Items.Refused refused = Items.refusedBy(failure);
                names.forEach(name -> ControlService.refuse(
                        this, wanted, name, refused.code(), String.valueOf(refused.getMessage())));
                drain();
            }
        });
    }

    private void list(Message.ListItems wanted) {
        int asked = generation;
        asking++;
        Answers.toLoop(loop, items.list(wanted.after(), wanted.limit()), page -> {
            if (asked == generation) {
                asking--;
                page.items().forEach(item -> answers.add(new Message.ItemSeen(wanted.requestId(), item)));
                answers.add(new Message.ItemsListed(wanted.requestId(), page.more(), ErrorCode.NO_ERROR, ""));
                flush();
                drain();
            }
        }, failure -> {
            if (asked == generation) {
                asking--;
                Items.Refused refused = Items.refusedBy(failure);
                answers.add(new Message.ItemsListed(
                        wanted.requestId(), false, refused.code(), String.valueOf(refused.getMessage())));
                flush();
                drain();
            }
        });
    }

    @Override
    protected boolean wantsMore() {
        boolean wants = isRoom();
        held = !wants;
        return wants;
    }

    private boolean isRoom() {
        return asking == 0 && answers.size() + service.pending(this) + steering.pending(this) < MAX_PENDING;
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
    public String by() {
        return session().clientName() + " (" + sessionId().substring(0, 8) + ")";
    }

    @Override
    public String address() {
        return session().remoteText();
    }

    @Override
    public void onSteered(SteeredRecord answer) {
        say(answer.toMessage());
    }

    @Override
    public void onChanged(String renderer) {
        news.add(renderer);
        flush();
    }

    @Override
    public void onAnswer(Message.ControlAnswer answer) {
        say(answer);
    }

    private void say(Message answer) {
        answers.add(answer);
        flush();
        if (held && isRoom()) {
            held = false;
            // Not at once: it may be the answer to what is being taken in.
            loop.execute(this::drain);
        }
    }

    /** News first: who has an answer can see what it rests on. */
    private void flush() {
        while (!news.isEmpty()) {
            String name = news.iterator().next();
            if (!sendIfOpen(tell(name))) {
                return;
            }
            news.remove(name);
            unlisted.remove(name);
        }
        if (!listed && unlisted.isEmpty()) {
            listed = sendIfOpen(new Message.RenderersListed(count));
            if (!listed) {
                return;
            }
        }
        for (Message next = answers.peek(); next != null && sendIfOpen(next); next = answers.peek()) {
            answers.remove();
        }
    }

    private Message tell(String name) {
        ControlEntry entry = service.table().get(name);
        Message.RendererSeen seen = entry == null ? null : entry.toSeen();
        return seen == null ? new Message.RendererForgotten(name) : seen;
    }

    @Override
    protected void onWritable() {
        flush();
        drain();
    }

    @Override
    protected void onDetached() {
        service.unwatch(this);
        steering.forget(this);
        reset();
    }

    @Override
    protected void onRemoved() {
        service.unwatch(this);
        steering.forget(this);
        reset();
    }

    @Override
    protected StoredStream stored() {
        return new StoredStream(number(), StoredStream.CONTROLLER, "", Map.of(), 0, null);
    }

    @Override
    protected String streamKind() {
        return StoredStream.CONTROLLER;
    }

    @Override
    protected String topic() {
        return "";
    }

    @Override
    protected StreamView view() {
        return new StreamView(number(), StoredStream.CONTROLLER, "", "", commands);
    }
}
