package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.session.Header;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes delivered records to standard output, many at once. Only whole records are handed on, so that what others
 * write there comes between two of them. Not thread-safe.
 */
final class RecordPrinter {

    /** How a record is written. */
    enum Form {
        /** The values one after the other, as the chunks of a file. */
        raw,
        /** Each value and a line feed. */
        lines,
        /** An object a line, with where the record came from. */
        json,
        /** Not at all. */
        none
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    private final PrintStream out;
    private final Form form;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER_BYTES);

    RecordPrinter(PrintStream out, Form form) {
        this.out = out;
        this.form = form;
    }

    void print(Delivery record) throws CliException {
        byte[] value = record.value();
        switch (form) {
            case raw -> pending.writeBytes(value == null ? new byte[0] : value);
            case lines -> {
                pending.writeBytes(value == null ? new byte[0] : value);
                pending.write('\n');
            }
            case json -> {
                pending.writeBytes(json(record).toString().getBytes(StandardCharsets.UTF_8));
                pending.write('\n');
            }
            case none -> {
            }
        }
        if (pending.size() >= BUFFER_BYTES) {
            flush();
        }
    }

    /**
     * Hands on what was printed.
     *
     * @throws CliException if nobody takes it any more
     */
    void flush() throws CliException {
        if (pending.size() > 0) {
            out.write(pending.toByteArray(), 0, pending.size());
            pending.reset();
            if (out.checkError()) {
                throw new CliException(
                        ExitCode.FAILURE,
                        "standard output cannot be written",
                        "Perhaps the program that reads it has ended, or the disk is full.");
            }
        }
    }

    private static Json json(Delivery record) {
        Json json = Json.object()
                .put("event", "record")
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", record.timestampMillis());
        putBytes(json, "key", record.key());
        putBytes(json, "value", record.value());
        if (!record.headers().isEmpty()) {
            json.put("headers", headers(record.headers()));
        }
        return json;
    }

    private static List<Json> headers(List<Header> headers) {
        return headers.stream()
                .map(header -> {
                    Json json = Json.object().put("name", header.name());
                    putBytes(json, "value", header.value());
                    return json;
                })
                .toList();
    }

    /** As text if it is text, otherwise in Base64 under a name that says so. */
    private static void putBytes(Json json, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            json.put(name, null);
            return;
        }
        try {
            json.put(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException e) {
            json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
