package io.sluice.gateway.session;

/**
 * Whether a stream is paused, and who says so: its client, or others. On the event loop's thread, as its stream.
 */
public final class PauseSwitch {
    private static final String BY_CLIENT = "by its client";

    private final SessionStream stream;
    private final Runnable onSaid;
    private boolean paused;

    /**
     * For a stream that is not paused.
     *
     * @param onSaid run whenever somebody has paused the stream or let it go on, to tell the client and to act on it
     */
    public PauseSwitch(SessionStream stream, Runnable onSaid) {
        this.stream = stream;
        this.onSaid = onSaid;
    }

    public boolean isPaused() { return paused; }

    /** A new connection carries the stream: its client repeats a pause that is to go on. */
    public void reset() {
        paused = false;
    }

    /** What the client says; it is answered even if it says nothing new. */
    public void byClient(boolean wanted) {
        set(wanted, BY_CLIENT);
    }

    /** What others say, such as "by an operator"; nothing happens if it is so already. */
    void byOthers(boolean wanted, String who) {
        if (wanted != paused) {
            set(wanted, who);
        }
    }

    private void set(boolean wanted, String who) {
        paused = wanted;
        stream.pausedOrResumed(wanted, who);
        onSaid.run();
    }
}
