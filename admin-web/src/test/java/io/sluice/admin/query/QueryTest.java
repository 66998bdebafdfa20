package io.sluice.admin.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.admin.problem.Problem;
import io.sluice.admin.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static Query query(String... pairs) {
        Map<String, List<String>> parameters = Arrays.stream(pairs)
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1])));
        return Query.of("/api/v1/things", parameters, List.of("name", "state", "since", "sort"));
    }

    private static Problem refusal(ThrowingCallable asked) {
        return assertThatExceptionOfType(ProblemException.class).isThrownBy(asked).actual().problem();
    }

    @Test
    void aMistypedParameterIsNamedWithThoseThatThereAre() {
        Problem problem = refusal(() -> query("stat=ACTIVE"));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.code()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(problem.parameter()).isEqualTo("stat");
        assertThat(problem.detail()).contains("cursor, limit, name, since, sort, state");
    }

    @Test
    void aRepeatedParameterIsRefused() {
        Problem problem = refusal(
                () -> Query.of("/", Map.of("name", List.of("one", "other")), List.of("name")));

        assertThat(problem.code()).isEqualTo("REPEATED_PARAMETER");
    }

    @Test
    void limitsAreBounded() {
        assertThat(query().limit()).isEqualTo(Query.DEFAULT_LIMIT);
        assertThat(query("limit=1000").limit()).isEqualTo(1000);
        for (String bad : List.of("0", "1001", "-1", "ten", "99999999999999999999")) {
            Problem problem = refusal(() -> query("limit=" + bad).limit());
            assertThat(problem.code()).isEqualTo("BAD_LIMIT");
            assertThat(problem.detail()).contains("1 to 1000");
        }
    }

    @Test
    void lengthsOfTimeAndShareAreChecked() {
        assertThat(query("since=PT10M").duration("since")).isEqualTo(Duration.ofMinutes(10));
        assertThat(query().duration("since")).isNull();
        for (String bad : List.of("10m", "-PT1S", "P40000D")) {
            assertThat(refusal(() -> query("since=" + bad).duration("since")).code()).isEqualTo("BAD_SINCE");
        }
        assertThat(query("since=2.5").decimal("since", 0, 0, 100)).isEqualTo(2.5);
        for (String bad : List.of("-1", "100.1", "NaN", "much")) {
            assertThat(refusal(() -> query("since=" + bad).decimal("since", 0, 0, 100)).detail()).contains("100");
        }
    }

    @Test
    void wordsAndInstantsAreChecked() {
        assertThat(query("state=ACTIVE").oneOf("state", List.of("ACTIVE"))).isEqualTo("ACTIVE");
        assertThat(refusal(() -> query("state=active").oneOf("state", List.of("ACTIVE", "EXPIRED"))).detail())
                .contains("one of ACTIVE, EXPIRED");
        assertThat(query("since=2026-01-31T12:00:00Z").instant("since"))
                .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(refusal(() -> query("since=yesterday").instant("since")).code()).isEqualTo("BAD_SINCE");
    }

    @Test
    void orderIsByAFieldInEitherDirection() {
        assertThat(query().sort("id", List.of("id", "name"))).isEqualTo(new Sort("id", false));
        assertThat(query("sort=-name").sort("id", List.of("id", "name"))).isEqualTo(new Sort("name", true));
        assertThat(refusal(() -> query("sort=age").sort("id", List.of("id", "name"))).detail())
                .contains("one of id, name");
    }

    @Test
    void theNextPageKeepsFilterAndLimit() {
        Query first = query("limit=2", "name=a b&c");
        URI next = URI.create(first.next("things:id", "17"));

        assertThat(next.getPath()).isEqualTo("/api/v1/things");
        assertThat(next.getQuery()).contains("limit=2", "name=a+b&c");
        Query second = query("cursor=" + next.getRawQuery().replaceAll(".*cursor=", ""));
        assertThat(Objects.requireNonNull(second.cursor("things:id", 1)).number(0)).isEqualTo(17);
    }

    @Test
    void aCursorOfAnotherListOrOrderOrNoneAtAllIsRefused() {
        String cursor = Cursor.encode("things:id", List.of("17"));

        for (String bad : List.of(cursor.substring(1), cursor + "AAAA", "!", Cursor.encode("things:name", List.of("x")),
                Cursor.encode("things:id", List.of("1", "2")))) {
            assertThat(refusal(() -> query("cursor=" + bad).cursor("things:id", 1)).code()).isEqualTo("BAD_CURSOR");
        }
    }

    @Test
    void aTagMatchesAmongSeveralOrAny() {
        assertThat(Etags.matches(null, "1")).isTrue();
        assertThat(Etags.matches("*", "1")).isTrue();
        assertThat(Etags.matches("\"0\", \"1\"", "1")).isTrue();
        assertThat(Etags.matches("\"0\"", "1")).isFalse();
        assertThat(Etags.matches("W/\"1\"", "1")).isFalse();
    }
}
