package io.sluice.crsp.qlog.file;

import io.sluice.crsp.qlog.QlogSink;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One log's file. Written by its connection's thread, closed perhaps by another. */
final class QlogFile implements QlogSink {
    private final Path path;
    private final Consumer<IOException> complaints;
    private @Nullable Writer out;

    QlogFile(Path path, Consumer<IOException> complaints) throws IOException {
        this.path = path;
        this.complaints = complaints;
        this.out = Files.newBufferedWriter(path, StandardCharsets.US_ASCII);
    }

    Path path() {
        return path;
    }

    synchronized boolean isClosed() { return out == null; }

    @Override
    public synchronized void append(CharSequence record) {
        if (out == null) {
            return;
        }
        try {
            out.append(record);
        } catch (IOException e) {
            complaints.accept(e);
            close();
        }
    }

    @Override
    public synchronized void close() {
        Writer writer = out;
        out = null;
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                complaints.accept(e);
            }
        }
    }
}
