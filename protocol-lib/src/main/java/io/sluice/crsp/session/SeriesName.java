package io.sluice.crsp.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What series of data points may be called: as renderers, such as {@code 1/ecg1}. */
public final class SeriesName {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = RendererName.MAX_BYTES;

    private SeriesName() {}

    /** What is wrong with a name, for people, or null. */
    public static @Nullable String fault(String name) {
        return RendererName.fault(name);
    }

    /** The order of names: that of their bytes. */
    public static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
