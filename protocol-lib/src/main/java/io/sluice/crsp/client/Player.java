package io.sluice.crsp.client;

import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Renderer} that plays: it receives the item ahead into a bounded buffer, whose credit paces the gateway, and
 * writes it at its own pace to its output.
 *
 * <pre>
 *              play, at a later time            time has come
 *   IDLE ─────────────────────────▶ SCHEDULED ───────────────▶ BEGUN ──first bytes out──▶ PLAYING ──end──▶ ENDED
 *    ▲                                                           ▲                         │  ▲
 *    │                                            play, restart  │                   pause │  │ resume
 *    └── stop ── any of them ────────────────────────────────────┘                         ▼  │
 *                  any of them ── no further ──▶ FAILED                                   PAUSED
 * </pre>
 *
 * <p>After a pause is acknowledged at most the chunk that is being written still comes out. Two threads of its own: one
 * follows commands, the other plays, so that an output that waits holds up no command. Safe for threads.
 */
public final class Player implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Player.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long NO_PLACE = 0;

    private final SluiceClient client;
    private final PlayerSettings settings;
    private final PlayerOutput output;
    private final PlayerListener listener;
    /** The newest command, if it is not followed yet. The client's thread waits for no lock. */
    private final BlockingDeque<Message.RendererCommand> commands = new LinkedBlockingDeque<>();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Thread commander = Thread.ofVirtual().name("player-commands").unstarted(this::followCommands);
    private final Thread pump = Thread.ofVirtual().name("player").unstarted(this::play);
    private volatile @Nullable Renderer renderer;

    // All of these are the lock's.
    private boolean closed;
    /** Waits for its time. */
    private Message.@Nullable RendererCommand scheduled;
    private long commandId;
    private long place = NO_PLACE;
    private PlaybackState state = PlaybackState.IDLE;
    private Item item = new Item.None();
    private long position;
    private ErrorCode code = ErrorCode.NO_ERROR;
    private String text = "";
    private long atMillis = System.currentTimeMillis();
    private @Nullable PlayerSource source;
    private boolean sourcePaused;
    private PlayerOutput.@Nullable Sink sink;
    /** Tells what was read for a place that was left meanwhile. */
    private int generation;
    private long dueNanos;
    private final Throughput throughput = new Throughput();

    Player(SluiceClient client, PlayerSettings settings, PlayerOutput output, PlayerListener listener) {
        this.client = client;
        this.settings = settings;
        this.output = output;
        this.listener = listener;
    }

    void begin(String name, String kind) throws InterruptedException, SluiceException {
        renderer = client.renderer(name, kind, new RendererListener() {
            @Override
            public void onCommand(Message.RendererCommand command) {
                take(command);
            }

            @Override
            public void onFailed(SluiceException reason) {
                listener.onFailed(reason);
            }
        });
        commander.start();
        pump.start();
    }

    /** What it does now. */
    public Message.RendererState state() {
        lock.lock();
        try {
            return snapshot();
        } finally {
            lock.unlock();
        }
    }

    private void take(Message.RendererCommand command) {
        // Each says all that there is to know: one that was not followed yet is superseded.
        commands.clear();
        commands.add(command);
    }

    // Commands, on their thread.

    private void followCommands() {
        try {
            long reported = System.nanoTime();
            while (true) {
                Message.RendererCommand command = commands.poll(pauseNanos(reported), TimeUnit.NANOSECONDS);
                lock.lock();
                try {
                    if (closed) {
                        return;
                    }
                    if (proceed(command, reported)) {
                        reported = System.nanoTime();
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("The player is closed");
        }
    }

    /** Does what is to be done now; true if it was reported. */
    private boolean proceed(Message.@Nullable RendererCommand command, long reported) throws InterruptedException {
        Message.RendererCommand waiting = scheduled;
        if (command != null) {
            follow(command);
        } else if (waiting != null && untilMillis(waiting.startAtMillis()) <= 0) {
            onTime(waiting);
        } else if (System.nanoTime() - reported >= REPORT_NANOS && state == PlaybackState.PLAYING) {
            report();
        } else {
            return false;
        }
        return true;
    }

    private static long untilMillis(long epochMillis) {
        return epochMillis - System.currentTimeMillis();
    }

    private long pauseNanos(long reported) {
        lock.lock();
        try {
            long pause = Math.clamp(reported + REPORT_NANOS - System.nanoTime(), 1, REPORT_NANOS);
            if (state != PlaybackState.PLAYING) {
                pause = REPORT_NANOS;
            }
            Message.RendererCommand waiting = scheduled;
            return waiting == null
                    ? pause
                    : Math.min(pause, TimeUnit.MILLISECONDS.toNanos(Math.max(0, untilMillis(waiting.startAtMillis()))));
        } finally {
            lock.unlock();
        }
    }

    private void follow(Message.RendererCommand command) throws InterruptedException {
        listener.onCommand(command);
        commandId = command.id();
        scheduled = null;
        if (state != PlaybackState.FAILED) {
            code = ErrorCode.NO_ERROR;
            text = "";
        }
        boolean later = untilMillis(command.startAtMillis()) > 0;
        if (later && begins(command)) {
            if (goTo(command)) {
                scheduled = command;
                become(PlaybackState.SCHEDULED);
            }
        } else if (later) {
            scheduled = command;
            report();
        } else {
            obey(command);
        }
    }

    private boolean begins(Message.RendererCommand command) {
        return command.action() == Action.PLAY || command.action() == Action.RESTART;
    }

    private void onTime(Message.RendererCommand command) throws InterruptedException {
        scheduled = null;
        if (state == PlaybackState.SCHEDULED && begins(command)) {
            become(PlaybackState.BEGUN);
        } else {
            obey(command);
        }
    }

    private void obey(Message.RendererCommand command) throws InterruptedException {
        if (command.action() == Action.STOP) {
            leave();
            place = command.place();
            become(PlaybackState.IDLE);
            return;
        }
        if (command.item() instanceof Item.None) {
            code = ErrorCode.NOTHING_TO_PLAY;
            text = "there is no item to " + command.action().name().toLowerCase(Locale.ROOT);
            report();
            return;
        }
        boolean held = state == PlaybackState.PAUSED;
        boolean moved = command.place() != place;
        if (moved && !goTo(command)) {
            return;
        }
        switch (command.action()) {
            case PLAY, RESTART -> become(PlaybackState.BEGUN);
            case SEEK -> become(held ? PlaybackState.PAUSED : PlaybackState.BEGUN);
            case PAUSE -> pause(moved);
            case RESUME -> resume(moved);
            case STOP -> throw new IllegalStateException();
        }
    }

    private void pause(boolean moved) {
        if (moved || state == PlaybackState.BEGUN || state == PlaybackState.PLAYING
                || state == PlaybackState.SCHEDULED) {
            become(PlaybackState.PAUSED);
        } else {
            report();
        }
    }

    private void resume(boolean moved) {
        if (moved) {
            become(PlaybackState.BEGUN);
        } else if (state == PlaybackState.PAUSED || state == PlaybackState.SCHEDULED) {
            become(throughput.total() == 0 ? PlaybackState.BEGUN : PlaybackState.PLAYING);
        } else {
            report();
        }
    }

    /** Goes to a place in an item; false if it cannot. */
    private boolean goTo(Message.RendererCommand command) throws InterruptedException {
        Item before = item;
        Item wanted = command.item();
        generation++;
        place = command.place();
        position = command.position();
        throughput.reset();
        dueNanos = System.nanoTime();
        if (!wanted.equals(before) || command.action() != Action.SEEK || sink == null) {
            closeSink();
            item = wanted;
            try {
                sink = output.open(wanted);
            } catch (IOException e) {
                fail(ErrorCode.PLAYBACK_FAILED, "the output cannot be opened: " + e.getMessage());
                return false;
            }
        }
        closeSource();
        source = open(wanted);
        return true;
    }

    private @Nullable PlayerSource open(Item wanted) {
        sourcePaused = false;
        return switch (wanted) {
            case Item.None() -> null;
            case Item.Topic topic -> new TopicSource(client, topic, position, settings.bufferBytes());
            case Item.File file -> new FileSource(client, file, position, settings);
        };
    }

    private void leave() {
        generation++;
        item = new Item.None();
        position = 0;
        throughput.reset();
        closeSource();
        closeSink();
    }

    private void closeSource() {
        PlayerSource open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    private void closeSink() {
        PlayerOutput.Sink open = sink;
        sink = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The output did not close", e);
            }
        }
    }

    // States.

    private void become(PlaybackState wanted) {
        state = wanted;
        if (wanted != PlaybackState.FAILED) {
            code = ErrorCode.NO_ERROR;
            text = "";
        }
        atMillis = System.currentTimeMillis();
        PlayerSource open = source;
        if (open != null) {
            boolean hold = wanted == PlaybackState.PAUSED;
            if (hold != sourcePaused) {
                sourcePaused = hold;
                if (hold) {
                    open.pause();
                } else {
                    open.resume();
                }
            }
        }
        dueNanos = Math.max(dueNanos, System.nanoTime());
        throughput.restart();
        changed.signalAll();
        report();
    }

    private void fail(ErrorCode why, String reason) {
        generation++;
        code = why;
        text = shorten(reason);
        closeSource();
        closeSink();
        become(PlaybackState.FAILED);
    }

    private static String shorten(String reason) {
        int most = Message.RendererState.MAX_TEXT;
        return reason.length() <= most ? reason : reason.substring(0, most);
    }

    private void report() {
        Message.RendererState now = snapshot();
        Renderer open = renderer;
        if (open != null) {
            open.report(now);
        }
        listener.onState(now);
    }

    private Message.RendererState snapshot() {
        PlayerSource open = source;
        return new Message.RendererState(commandId, state, item, position,
                open == null ? 0 : open.bufferedBytes(),
                state == PlaybackState.PLAYING ? throughput.perSecond() : 0, code, text, atMillis);
    }

    // Playing, on its thread.

    private void play() {
        lock.lock();
        try {
            while (!closed) {
                if (isPlaying()) {
                    step();
                } else {
                    changed.await();
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("The player is closed");
        } finally {
            lock.unlock();
        }
    }

    private boolean isPlaying() {
        return (state == PlaybackState.BEGUN || state == PlaybackState.PLAYING) && source != null && sink != null;
    }

    /** Takes one piece and writes it, if it is still wanted when it is due. */
    private void step() throws InterruptedException {
        int mine = generation;
        PlayerSource from = source;
        PlayerOutput.Sink to = sink;
        if (from == null || to == null) {
            return;
        }
        if (position >= item.end()) {
            finish(to);
            return;
        }
        PlayerSource.Piece piece;
        try {
            piece = pollUnlocked(from);
        } catch (SluiceException e) {
            if (mine == generation) {
                fail(e.code(), String.valueOf(e.getMessage()));
            }
            return;
        }
        if (mine != generation) {
            return;
        }
        if (piece == null) {
            if (isPlaying() && from.isOver()) {
                finish(to);
            }
            return;
        }
        if (awaitDue(mine)) {
            write(mine, to, piece.bytes(), piece.following());
        }
    }

    /** Waits until the piece may be written; false if it is not wanted any more. */
    private boolean awaitDue(int mine) throws InterruptedException {
        while (!closed && mine == generation) {
            long pause = dueNanos - System.nanoTime();
            if (!isPlaying()) {
                changed.await();
            } else if (pause > 0) {
                var _ = changed.awaitNanos(pause);
            } else {
                return true;
            }
        }
        return false;
    }

    private void write(int mine, PlayerOutput.Sink to, byte[] value, long following) {
        if (settings.bytesPerSecond() > 0) {
            // What came late is made up for, within limits: a player's own buffer is not to be filled at once.
            dueNanos = Math.max(dueNanos, System.nanoTime() - MAX_LATE_NANOS);
            dueNanos += (long) (value.length * 1e9 / settings.bytesPerSecond());
        }
        try {
            writeUnlocked(to, value);
        } catch (IOException e) {
            if (mine == generation) {
                fail(ErrorCode.PLAYBACK_FAILED, "the output takes no more: " + e.getMessage());
            }
            return;
        }
        if (mine != generation) {
            return;
        }
        position = following;
        throughput.add(value.length);
        if (state == PlaybackState.BEGUN) {
            become(PlaybackState.PLAYING);
        }
    }

    private void finish(PlayerOutput.Sink to) {
        position = item.end();
        generation++;
        closeSource();
        try {
            to.end();
        } catch (IOException e) {
            fail(ErrorCode.PLAYBACK_FAILED, "the output cannot be ended: " + e.getMessage());
            return;
        }
        closeSink();
        become(PlaybackState.ENDED);
    }

    // What waits for others holds up no command.

    private PlayerSource.@Nullable Piece pollUnlocked(PlayerSource from) throws InterruptedException, SluiceException {
        lock.unlock();
        try {
            return from.poll(POLL);
        } finally {
            lock.lock();
        }
    }

    private void writeUnlocked(PlayerOutput.Sink to, byte[] value) throws IOException {
        lock.unlock();
        try {
            to.write(value);
        } finally {
            lock.lock();
        }
    }

    /** Ends what is played, and gives the name up. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            leave();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        commander.interrupt();
        pump.interrupt();
        Renderer open = renderer;
        if (open != null) {
            open.close();
        }
    }
}
