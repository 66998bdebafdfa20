package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.Pausable;
import io.sluice.gateway.session.PauseSwitch;
import io.sluice.gateway.session.Session;
import org.jspecify.annotations.Nullable;

/** Gives a range of a file. A client that does not read, or pauses, stops the reading of Kafka. */
public final class GetStream extends LibraryStream implements Pausable {
    private final PauseSwitch pause = new PauseSwitch(this, this::onPause);
    private String name = "";
    private @Nullable ChunkReading reader;

    public GetStream(Session session, long number, Library library) {
        super(session, number, library);
    }

    @Override
    void ask(Message opening) {
        if (!(opening instanceof Message.LibraryGet get)) {
            refuse(opening);
            return;
        }
        pause.reset();
        name = get.fileName();
        // A version does not change. One that is known is given without asking Kafka what else there is, and its name is one:
        // many ask for one after the other part of a file.
        if (get.version() > 0 && library().catalogue().file(name, get.version()) != null) {
            give(get);
        } else if (isName(name)) {
            whenCurrent(() -> give(get));
        }
    }

    @Override
    protected void onMessage(Message message) {
        switch (message) {
            case Message.Pause() -> pause.byClient(true);
            case Message.Resume() -> pause.byClient(false);
            case Message other -> refuse(other);
        }
    }

    @Override
    public PauseSwitch pauseSwitch() { return pause; }

    private void onPause() {
        sendInOrder(new Message.DeliveryState(pause.isPaused()));
        if (!pause.isPaused()) {
            onRoom();
        }
    }

    private void give(Message.LibraryGet get) {
        StoredFile file = find(name, get.version());
        if (file == null) {
            return;
        }
        long size = file.facts().size();
        if (get.offset() > size) {
            giveUp(ErrorCode.RANGE_INVALID,
                    "offset " + get.offset() + " is beyond the end: \"" + name + "\" has " + size + " bytes");
            return;
        }
        long length = Math.min(get.length(), size - get.offset());
        sendInOrder(file.toMessage());
        sendInOrder(new Message.LibraryRange(get.offset(), length));
        if (length > 0) {
            ChunkRange range = new ChunkRange(file.plan(), get.offset(), get.offset() + length);
            ChunkReading begun = library().reading(file, range, new Slices(range));
            reader = begun;
            begun.start();
        }
    }

    private final class Slices implements ContentReader.Target {
        private final ChunkRange range;

        Slices(ChunkRange range) {
            this.range = range;
        }

        @Override
        public boolean offer(int index, byte[] chunk) {
            return !pause.isPaused()
                    && sendNow(new Message.LibraryContent(range.offset(index), range.cut(index, chunk)));
        }

        @Override
        public void onDone() {
            reader = null;
        }

        @Override
        public void onLost(String why) {
            giveUp(ErrorCode.CONTENT_LOST, why);
        }
    }

    @Override
    void onRoom() {
        if (reader != null && !pause.isPaused()) {
            reader.wakeUp();
        }
    }

    @Override
    void onGone() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    String what() {
        return "get " + name;
    }

    @Override
    String stateText() {
        return pause.isPaused() ? "paused" : "";
    }
}
