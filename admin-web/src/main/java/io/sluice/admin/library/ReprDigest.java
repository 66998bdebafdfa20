package io.sluice.admin.library;

import io.sluice.admin.problem.ProblemException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Repr-Digest} header (RFC 9530): what a client knows of the content that it sends. */
final class ReprDigest {
    private static final Pattern SHA256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]*):");
    private static final int BYTES = 32;

    private ReprDigest() {}

    /** The SHA-256 in hexadecimal, or null if none is given; digests of other kinds are left out of account. */
    static @Nullable String sha256(@Nullable String header) {
        Matcher found = header == null ? null : SHA256.matcher(header);
        if (found == null || !found.find()) {
            return null;
        }
        try {
            byte[] digest = Base64.getDecoder().decode(found.group(1));
            if (digest.length == BYTES) {
                return HexFormat.of().formatHex(digest);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw ProblemException.badParameter("BAD_REPR_DIGEST", "Repr-Digest",
                "Give sha-256=:…: with the 32 bytes of the SHA-256 in Base64.");
    }
}
