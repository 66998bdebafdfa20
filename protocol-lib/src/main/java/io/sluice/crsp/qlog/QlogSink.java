package io.sluice.crsp.qlog;

/** Where the records of one log go. Used by one thread at a time. */
public interface QlogSink {
    /**
     * Appends a record, its separator and line feed included.
     *
     * @param record ASCII; the caller's again afterwards
     */
    void append(CharSequence record);

    /** Nothing follows; what was appended is to be kept. May be called more than once. */
    void close();
}
