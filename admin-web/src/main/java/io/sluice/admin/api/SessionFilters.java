package io.sluice.admin.api;

import io.sluice.admin.problem.ProblemException;
import io.sluice.admin.query.Cursor;
import io.sluice.admin.query.Query;
import io.sluice.admin.query.Sort;
import io.sluice.gateway.session.SessionFilter;
import io.sluice.gateway.session.SessionOrder;
import io.sluice.gateway.session.SessionPlace;
import io.sluice.gateway.session.SessionQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of the list of sessions, and the id in the address of one. */
public final class SessionFilters {
    static final String[] PARAMETERS = {
        "id", "state", "client", "address", "topic", "kind", "minLag", "minLoss", "youngerThan", "olderThan",
        "createdFrom", "createdUntil", "sort"};

    private static final List<String> STATES = List.of("ACTIVE", "DETACHED", "EXPIRED");
    private static final List<String> KINDS = List.of(
            "delivery", "ingest", "sequence", "library", "renderer", "controller", "points");
    private static final List<String> ORDERS = List.of("id", "created", "changed", "state", "client");
    private static final int PLACE_PARTS = 3;
    private static final double MAX_PERCENT = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

    private final Query query;
    private final String list;
    private final SessionQuery asked;

    private SessionFilters(Query query, String list, SessionQuery asked) {
        this.query = query;
        this.list = list;
        this.asked = asked;
    }

    static SessionFilters of(Query query) {
        Sort sort = query.sort("id", ORDERS);
        String list = "sessions:" + sort;
        Cursor cursor = query.cursor(list, PLACE_PARTS);
        SessionOrder order = SessionOrder.valueOf(sort.field().toUpperCase(Locale.ROOT));
        return new SessionFilters(query, list, new SessionQuery(filter(query), order, sort.descending(),
                cursor == null ? null : place(cursor), query.limit()));
    }

    private static SessionFilter filter(Query query) {
        try {
            return new SessionFilter(query.text("id"), query.oneOf("state", STATES), query.text("client"),
                    query.text("address"), query.text("topic"), query.oneOf("kind", KINDS),
                    query.number("minLag", 0, 0, Long.MAX_VALUE), query.decimal("minLoss", 0, 0, MAX_PERCENT),
                    later(query.instant("createdFrom"), ago(query, "youngerThan")),
                    earlier(query.instant("createdUntil"), ago(query, "olderThan")));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("BAD_ID", "id",
                    "id is the first of the 32 hexadecimal digits of an id.");
        }
    }

    private static @Nullable Instant ago(Query query, String name) {
        Duration age = query.duration(name);
        return age == null ? null : Clock.systemUTC().instant().minus(age);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other == null ? one == null ? other : one : one.isAfter(other) ? one : other;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other == null ? one == null ? other : one : one.isBefore(other) ? one : other;
    }

    private static SessionPlace place(Cursor cursor) {
        String last = cursor.parts().get(2);
        if (!ID.matcher(last).matches()) {
            throw Cursor.bad();
        }
        return new SessionPlace(cursor.number(0), cursor.parts().get(1), last);
    }

    SessionQuery query() {
        return asked;
    }

    String next(SessionPlace last) {
        return query.next(list, Long.toString(last.number()), last.text(), last.id());
    }

    /** The id in an address. */
    public static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw ProblemException.badParameter("BAD_ID", "id", "\"" + text
                    + "\" is no session's id, which has 32 hexadecimal digits. GET /api/v1/sessions lists them.");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
