package io.sluice.cli.torture;

import java.util.Locale;

/**
 * Numbers of one key that somebody did not see exactly once and in order.
 *
 * @param observer who should have
 * @param first the lowest of them
 * @param last the highest of them, often the same
 * @param partition where it came, -1 if it did not
 * @param offset where it came, -1 if it did not
 */
record Offence(Kind kind, String observer, String key, long first, long last, int partition, long offset) {
    /** What is wrong. */
    enum Kind {
        /** It was confirmed, or written to Kafka, and did not arrive. */
        LOST("lost"),
        /** It was sent, never confirmed, and did not arrive, though all was healed and time enough. */
        STUCK("lost, and never confirmed"),
        /** It arrived a second time. */
        REPEATED("repeated"),
        /** It arrived after a higher number. */
        DISORDERED("disordered"),
        /** It arrived, and nobody sent it. */
        UNKNOWN("never sent");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Such as {@code device 3, key k7: number 12 repeated, partition 0 offset 4711}. */
    @Override
    public String toString() {
        String numbers = first == last
                ? "number " + first
                : String.format(Locale.ROOT, "numbers %d to %d", first, last);
        String place = offset < 0 ? "" : ", partition " + partition + " offset " + offset;
        return observer + ", key " + key + ": " + numbers + " " + kind.text + place;
    }
}
