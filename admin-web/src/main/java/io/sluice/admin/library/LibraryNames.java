package io.sluice.admin.library;

import io.sluice.admin.query.Query;

/** Which file a request is about. */
final class LibraryNames {
    static final String NAME = "name";
    static final String VERSION = "version";

    private LibraryNames() {}

    /** The name; whether it is one, the library says. */
    static String name(Query query) {
        String name = query.text(NAME);
        return name == null ? "" : name;
    }

    /** The version, or 0 if none is given. */
    static long version(Query query) {
        return query.number(VERSION, 0, 1, Long.MAX_VALUE);
    }
}
