package io.sluice.cli.points;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of data points, a row a time: fields with commas between, without quotation marks. What is wrong is named with its
 * line.
 */
final class CsvPoints {
    private final String name;
    private final List<String> columns;
    private final @Nullable String prefix;
    private final String defaultPrefix;
    /** Names are few, and long to put together. */
    private final Map<String, String> series = new HashMap<>();
    private long rows;
    private long empty;

    /** Takes the points. */
    interface Sink {
        /** The next one, in the order of rows and columns. */
        void accept(String series, Point point) throws CliException, InterruptedException;
    }

    /**
     * Knows a table.
     *
     * @param name for people, such as the file's
     * @param columns of the table, or empty if its first line names them
     * @param prefix how all names begin; null for {@code defaultPrefix} where no column says it
     */
    CsvPoints(String name, List<String> columns, @Nullable String prefix, String defaultPrefix) {
        this.name = name;
        this.columns = columns;
        this.prefix = prefix;
        this.defaultPrefix = defaultPrefix;
    }

    /** Rows that were read, without the header. */
    long rows() {
        return rows;
    }

    /** Fields without a value: there is no point then. */
    long empty() {
        return empty;
    }

    /**
     * Reads all of it.
     *
     * @throws CliException naming the line, if it is no such table
     */
    void read(BufferedReader input, Sink sink) throws CliException, IOException, InterruptedException {
        rows = 0;
        empty = 0;
        CsvHeader header = columns.isEmpty() ? null : header(columns, 0);
        long number = 0;
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            number++;
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (text.isBlank()) {
                continue;
            }
            String[] fields = text.split(",", -1);
            if (header == null) {
                header = header(List.of(fields), number);
            } else {
                row(header, fields, number, sink);
            }
        }
    }

    private CsvHeader header(List<String> names, long line) throws CliException {
        try {
            CsvHeader found = new CsvHeader(names, prefix == null ? "" : prefix);
            return prefix == null && !found.hasKeys() ? new CsvHeader(names, defaultPrefix) : found;
        } catch (IllegalArgumentException e) {
            throw line == 0
                    ? new CliException(ExitCode.USAGE, "--header: " + e.getMessage(), "", e)
                    : wrong(line, String.valueOf(e.getMessage()), e);
        }
    }

    private void row(CsvHeader header, String[] fields, long line, Sink sink)
            throws CliException, InterruptedException {
        if (fields.length != header.size()) {
            throw wrong(line, fields.length + " columns, but there are " + header.size() + " names of columns", null);
        }
        rows++;
        long time;
        try {
            time = PointTime.parse(fields[header.time()]);
        } catch (IllegalArgumentException e) {
            throw wrong(line, String.valueOf(e.getMessage()), e);
        }
        for (int column = header.time() + 1; column < fields.length; column++) {
            String field = fields[column].strip();
            if (field.isEmpty()) {
                empty++;
            } else {
                sink.accept(series(header, fields, column, line),
                        new Point(time, value(field, header.column(column), line)));
            }
        }
    }

    private String series(CsvHeader header, String[] fields, int column, long line) throws CliException {
        StringBuilder key = new StringBuilder().append(column);
        for (int i = 0; i < header.time(); i++) {
            key.append(',').append(fields[i]);
        }
        String known = series.get(key.toString());
        if (known == null) {
            try {
                known = header.series(fields, column);
            } catch (IllegalArgumentException e) {
                throw wrong(line, "column " + header.column(column) + ": " + e.getMessage(), e);
            }
            series.put(key.toString(), known);
        }
        return known;
    }

    private double value(String field, String column, long line) throws CliException {
        // The JDK would also take 1d, 0x1p3 and NaN.
        double value = Double.NaN;
        if (field.chars().allMatch(each -> "0123456789+-.eE".indexOf(each) >= 0)) {
            try {
                value = Double.parseDouble(field);
            } catch (NumberFormatException e) {
                throw wrong(line, "column " + column + ": \"" + field + "\" is no number", e);
            }
        }
        if (!Double.isFinite(value)) {
            throw wrong(line, "column " + column + ": \"" + field + "\" is no finite number", null);
        }
        return value;
    }

    private CliException wrong(long line, String what, @Nullable Throwable cause) {
        String message = name + ", line " + line + ": " + what;
        String hint = "Mend the line; a table has fields with commas between, and points in decimal numbers.";
        return cause == null
                ? new CliException(ExitCode.USAGE, message, hint)
                : new CliException(ExitCode.USAGE, message, hint, cause);
    }
}
