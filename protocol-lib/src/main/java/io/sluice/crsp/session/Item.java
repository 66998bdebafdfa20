package io.sluice.crsp.session;

/** What a renderer plays. The kinds are one registry with the specification; a further kind is a further record here. */
public sealed interface Item {
    /** The {@link #end} of an item that has none: it goes on for as long as records come. */
    long ENDLESS = (1L << 62) - 1;

    /** Where it begins: an offset of a topic's partition, or a byte of a file. */
    long begin();

    /** What follows its last record or byte, or {@link #ENDLESS}. */
    long end();

    /** As people write it: the name of a topic, or that of a file after {@link File#PREFIX}. */
    String label();

    /** True if it never ends. */
    default boolean isEndless() { return end() == ENDLESS; }

    /** The item that a person means by a name: a whole file of the library, or the first partition of a topic. */
    static Item named(String label) {
        return label.startsWith(File.PREFIX) ? File.newest(label.substring(File.PREFIX.length())) : Topic.of(label, 0);
    }

    /** Nothing: the command concerns what is played already, or nothing is. */
    record None() implements Item {
        @Override
        public long begin() {
            return 0;
        }

        @Override
        public long end() {
            return 0;
        }

        @Override
        public String label() {
            return "";
        }
    }

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

        @Override
        public String label() {
            return name;
        }
    }

    /**
     * One version of a file of the library: its bytes are what is played, and positions count them.
     *
     * @param name of the file
     * @param version in a controller's command 0 stands for the newest when the command is taken
     * @param size in bytes; what a controller says of it does not count
     * @param mediaType such as {@code video/mp4}; may be empty; what a controller says of it does not count
     */
    record File(String name, long version, long size, String mediaType) implements Item {
        /** What tells a file from a topic in a name: no topic's name has a colon. */
        public static final String PREFIX = "library:";

        public File {
            if (version < 0 || size < 0 || version > ENDLESS || size > ENDLESS) {
                throw new IllegalArgumentException("no version of a file: " + version + " with " + size + " bytes");
            }
        }

        /** The newest version when it is played. */
        public static File newest(String name) {
            return new File(name, 0, 0, "");
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public long end() {
            return size;
        }

        @Override
        public boolean isEndless() { return false; }

        @Override
        public String label() {
            return PREFIX + name;
        }
    }
}
