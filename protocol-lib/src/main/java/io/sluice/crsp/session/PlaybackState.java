package io.sluice.crsp.session;

/** What a renderer does. */
public enum PlaybackState {
    /** It plays nothing. */
    IDLE(0),
    /** It begins when the command's time has come. */
    SCHEDULED(1),
    /** The first bytes of an item are on their way out; {@link #PLAYING} follows. */
    BEGUN(2),
    PLAYING(3),
    PAUSED(4),
    /** All of the item has been played. */
    ENDED(5),
    /** It cannot go on; the code and the text say why. */
    FAILED(6);

    private final int code;

    PlaybackState(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The state of this number, 0 to 6. */
    static PlaybackState of(int code) {
        for (PlaybackState each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("none has the number " + code);
    }
}
