package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the library holds.
 *
 * @param bytes of all versions
 * @param unfinished uploads that are not complete
 * @param unfinishedBytes what of them is there
 * @param retentionSeconds after which a version is removed, or null if none is
 */
public record SpaceView(long files, long versions, long bytes, long unfinished, long unfinishedBytes,
        @Nullable Long retentionSeconds) {
    static SpaceView of(Message.LibraryEnd end) {
        return new SpaceView(end.files(), end.versions(), end.bytes(), end.unfinished(), end.unfinishedBytes(),
                end.retention().isZero() ? null : end.retention().toSeconds());
    }
}
