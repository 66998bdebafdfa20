package io.sluice.cli.payload;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.channels.Channels;

/** The process's standard input, in a form that can be given up. */
public final class StandardInput {

    private StandardInput() {}

    /**
     * Standard input as a stream that another thread may close while this one waits in a read, which
     * then fails. {@code System.in} would wait on.
     *
     * @return a stream over the process's standard input
     */
    @SuppressWarnings("resource") // Standard input is the process's, and the stream's close gives it up.
    public static InputStream interruptible() {
        return Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
    }
}
