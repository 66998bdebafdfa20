package io.sluice.crsp.session;

/** What a controller tells a renderer to do. */
public enum Action {
    /** Plays an item from a position on. */
    PLAY(0),
    /** Holds where it is; nothing is read for it meanwhile. */
    PAUSE(1),
    /** Ends a pause. */
    RESUME(2),
    /** Plays the item from its beginning. */
    RESTART(3),
    /** Goes on from another position, and stays paused if it is. */
    SEEK(4),
    /** Plays nothing any more. */
    STOP(5);

    private final int code;

    Action(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The action of this number, 0 to 5. */
    static Action of(int code) {
        for (Action each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("none has the number " + code);
    }
}
