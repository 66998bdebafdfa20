package io.sluice.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A user name and password.
 *
 * @param user the name
 * @param password the password
 */
record BasicCredentials(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** Those of the {@code Authorization} header (RFC 7617); empty if there are none or they are not well formed. */
    static Optional<BasicCredentials> ofHeader(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Those of the login form's fields {@code user} and {@code password}. */
    static Optional<BasicCredentials> ofForm(HttpServletRequest request) {
        String user = request.getParameter("user");
        String password = request.getParameter("password");
        return user == null || password == null
                ? Optional.empty()
                : Optional.of(new BasicCredentials(user, password));
    }

    @Override
    public String toString() {
        return "BasicCredentials[user=" + user + "]";
    }
}
