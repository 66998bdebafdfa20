package io.sluice.crsp.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What renderers may be called. */
public final class RendererName {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    private RendererName() {}

    /** What is wrong with a name, for people, or null. */
    public static @Nullable String fault(String name) {
        if (name.isEmpty()) {
            return "the name is empty";
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return "the name has " + bytes + " bytes of UTF-8, and at most " + MAX_BYTES + " are allowed";
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            return "the name has a control character";
        }
        return null;
    }
}
