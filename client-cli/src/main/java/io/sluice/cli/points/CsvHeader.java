package io.sluice.cli.points;

import io.sluice.crsp.session.SeriesName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a table of data points. Those before {@code time} say, with those after it, which series a value is of:
 * {@code patient,time,ecg1,ecg2} has series such as {@code 1/ecg1}. A column named {@code value} adds nothing to the name.
 */
final class CsvHeader {
    private static final String TIME = "time";
    private static final String VALUE = "value";

    private final List<String> columns;
    private final int time;
    private final String prefix;

    /**
     * Understands a header.
     *
     * @param prefix of the names, if no column before {@code time} begins them
     * @throws IllegalArgumentException if it is none, with the reason
     */
    CsvHeader(List<String> columns, String prefix) {
        this.columns = columns.stream().map(String::strip).toList();
        this.time = this.columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList().indexOf(TIME);
        this.prefix = prefix;
        if (time < 0) {
            throw new IllegalArgumentException("there is no column named time among " + String.join(", ", this.columns)
                    + "; name the columns with --header, such as --header time,ecg1,ecg2");
        }
        if (time == columns.size() - 1) {
            throw new IllegalArgumentException("no column follows that of the time");
        }
    }

    int size() {
        return columns.size();
    }

    String column(int index) {
        return columns.get(index);
    }

    /** Which column has the time; those with values follow. */
    int time() {
        return time;
    }

    /** True if columns say how names begin. */
    boolean hasKeys() {
        return time > 0;
    }

    /**
     * The series of a value.
     *
     * @param row as many fields as there are columns
     * @param column after {@link #time}
     * @throws IllegalArgumentException if nothing can be named so, with the reason
     */
    String series(String[] row, int column) {
        List<String> parts = new ArrayList<>();
        if (!prefix.isEmpty()) {
            parts.add(prefix);
        }
        for (int i = 0; i < time; i++) {
            parts.add(row[i].strip());
        }
        if (!columns.get(column).equalsIgnoreCase(VALUE) || parts.isEmpty()) {
            parts.add(columns.get(column));
        }
        String name = String.join("/", parts);
        String fault = SeriesName.fault(name);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return name;
    }
}
