package io.sluice.crsp.session;

/** What a renderer plays. The kinds are one registry with the specification; a further kind is a further record here. */
public sealed interface Item {
    /** The {@link Topic#end} of an item that has none: it goes on for as long as records come. */
    long ENDLESS = (1L << 62) - 1;

    /** Nothing: the command concerns what is played already, or nothing is. */
    record None() implements Item {}

    /**
     * Records of one partition of a topic, one after the other: their values are what is played.
     *
     * @param name of the topic
     * @param begin offset of the first record
     * @param end offset after the last one, or {@link #ENDLESS}; in a controller's command 0 stands for where the
     *     partition ends when the command is taken
     */
    record Topic(String name, int partition, long begin, long end) implements Item {
        public Topic {
            if (partition < 0 || begin < 0 || end < 0 || begin > ENDLESS || end > ENDLESS) {
                throw new IllegalArgumentException("no part of a topic: " + partition + ", " + begin + " to " + end);
            }
        }

        /** A partition from its oldest record to where it ends when it is played. */
        public static Topic of(String name, int partition) {
            return new Topic(name, partition, 0, 0);
        }

        /** A partition from its oldest record on, with all that is written later. */
        public static Topic live(String name, int partition) {
            return new Topic(name, partition, 0, ENDLESS);
        }

        /** True if it never ends. */
        public boolean isEndless() { return end == ENDLESS; }
    }
}
