package io.sluice.gateway.library;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What files may be called. A name means nothing to a file system here; but names that would lead out of a folder are
 * refused all the same, because clients may make paths of them.
 */
final class FileNames {
    /** The longest name, in bytes of UTF-8. */
    static final int MAX_BYTES = 1024;

    private FileNames() {}

    /** Why this is no name, in a sentence that says what to change; null if it is one. */
    static @Nullable String problemOf(String name) {
        if (name.isEmpty()) {
            return "a file needs a name, and this one is empty";
        }
        int bytes = utf8(name).length;
        if (bytes > MAX_BYTES) {
            return "the name has " + bytes + " bytes; use at most " + MAX_BYTES;
        }
        int control = name.codePoints().filter(each -> Character.getType(each) == Character.CONTROL).findFirst()
                .orElse(-1);
        if (control >= 0) {
            return String.format(Locale.ROOT, "the name has the control character U+%04X; leave it out", control);
        }
        for (String part : name.split("[/\\\\]", -1)) {
            if (part.equals("..") || part.equals(".")) {
                return "the name \"" + name + "\" has the part \"" + part + "\"; leave it out";
            }
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()) {
                return "the name \"" + name + "\" begins or ends with a slash, or has two side by side; leave it out";
            }
        }
        return null;
    }

    /** That there is no such file, for people. */
    static String unknown(String name, long version) {
        return version == 0
                ? "there is no file \"" + name + "\" in the library"
                : "there is no version " + version + " of \"" + name + "\" in the library";
    }

    /** The order of names: that of their bytes. */
    static int compare(String one, String other) {
        return Arrays.compareUnsigned(utf8(one), utf8(other));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
