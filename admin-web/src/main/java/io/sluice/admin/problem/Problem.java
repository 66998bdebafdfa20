package io.sluice.admin.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that refuses a request: {@code application/problem+json} (RFC 9457).
 *
 * @param type the same for all problems of one kind, {@code urn:sluice:problem:} and the code
 * @param title the kind in words
 * @param status the answer's status code
 * @param detail what was wrong and what to do, for people
 * @param code a stable name for programs, the one that the protocol and the command line show
 * @param parameter the query parameter, header or member of the body that was wrong, or null if it was none
 * @param gateway the gateway that could answer, or null if this one is right or nobody knows
 */
public record Problem(String type, String title, int status, String detail, String code, @Nullable String parameter,
        @Nullable String gateway) {
    /** What the {@code Content-Type} header says. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "urn:sluice:problem:";

    /** One that concerns no parameter and no other gateway. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(TYPES + code, inWords(code), status, detail, code, null, null);
    }

    /** The same of a parameter. */
    public Problem about(String name) {
        return new Problem(type, title, status, detail, code, name, gateway);
    }

    /** The same with the gateway that could answer. */
    public Problem answeredBy(String name) {
        return new Problem(type, title, status, detail, code, parameter, name);
    }

    private static String inWords(String code) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
