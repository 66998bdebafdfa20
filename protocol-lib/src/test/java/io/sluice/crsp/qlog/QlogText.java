package io.sluice.crsp.qlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A log as a reader of JSON text sequences sees it (RFC 7464). */
public final class QlogText implements QlogSink {
    private final StringBuilder text = new StringBuilder();
    private int closes;

    @Override
    public void append(CharSequence record) {
        assertThat(closes).as("closed").isZero();
        text.append(record);
    }

    @Override
    public void close() {
        closes++;
    }

    public boolean isClosed() { return closes > 0; }

    public int length() {
        return text.length();
    }

    /** All records, the first of which says what the log is. */
    public List<Map<String, Object>> records() {
        return records(text.toString());
    }

    /** All records of a file. */
    public static List<Map<String, Object>> records(String text) {
        assertThat(text).startsWith("\u001e").endsWith("\n").matches(
                file -> file.chars().allMatch(c -> c < 0x7f), "ASCII");
        return Stream.of(text.substring(1).split("\u001e", -1)).map(record -> {
            assertThat(record).endsWith("\n");
            return Json.object(record.substring(0, record.length() - 1));
        }).toList();
    }

    /** The events of this name: their data. */
    public static List<Map<String, Object>> data(List<Map<String, Object>> records, String name) {
        return records.stream().filter(record -> name.equals(record.get("name")))
                .map(record -> object(record, "data")).toList();
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Map<String, Object> of, String name) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(of.get(name), name);
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) java.util.Objects.requireNonNull(of.get(name), name);
    }
}
