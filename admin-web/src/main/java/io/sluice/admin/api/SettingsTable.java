package io.sluice.admin.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The settings that there are, from the page that operators read: one table, in the guide and at runtime. */
final class SettingsTable {
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(sluice(?:\\.[a-z]+)+)` \\| `([A-Z_]+)` \\| (.*?) \\| (.*?) \\| (.*) \\|$");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

    private SettingsTable() {}

    /** A row of the table, as plain text. */
    record Row(String name, String environment, String otherwise, String range, String meaning) {}

    static List<Row> read() {
        try (InputStream page = SettingsTable.class.getResourceAsStream("operations.md")) {
            if (page == null) {
                throw new IllegalStateException("operations.md is not beside " + SettingsTable.class);
            }
            return parse(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> parse(String page) {
        return ROW.matcher(page).results().map(SettingsTable::row).toList();
    }

    private static Row row(MatchResult found) {
        return new Row(found.group(1), found.group(2), plain(found.group(3)), plain(found.group(4)),
                plain(found.group(5)));
    }

    private static String plain(String cell) {
        return LINK.matcher(cell).replaceAll("$1").replace("`", "");
    }
}
