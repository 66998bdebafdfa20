package io.sluice.crsp.session;

/** What a client may rely on for the messages of a publish stream. */
public enum Guarantee {
    /** Each message is in Kafka exactly once, in order; confirmed when its transaction is committed. */
    EXACTLY_ONCE(0),

    /** Each message is in Kafka, in order; some of them twice if a gateway was lost. Confirmed when Kafka has it. */
    AT_LEAST_ONCE(1),

    /** Whatever arrives is written, in the order in which it arrives; never confirmed and never sent again. */
    BEST_EFFORT(2);

    private final int code;

    Guarantee(int code) {
        this.code = code;
    }

    /** The number on the wire, one byte. */
    public int code() {
        return code;
    }

    /** True if the gateway confirms messages, and the client keeps them until then. */
    public boolean isConfirmed() {
        return this != BEST_EFFORT;
    }

    /** The guarantee of this number, 0 to 2. */
    static Guarantee of(int code) {
        return switch (code) {
            case 0 -> EXACTLY_ONCE;
            case 1 -> AT_LEAST_ONCE;
            case 2 -> BEST_EFFORT;
            default -> throw new IllegalArgumentException("a guarantee is 0 to 2: " + code);
        };
    }
}
