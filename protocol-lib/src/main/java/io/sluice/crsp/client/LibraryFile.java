package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A version of a file in the library. It never changes.
 *
 * @param name any text of 1 to 1024 bytes
 * @param version at least 1; a later version has a higher number
 * @param size in bytes
 * @param mediaType such as {@code text/plain}; may be empty
 * @param sha256 of the content, 64 hexadecimal digits
 * @param created when it was complete
 */
public record LibraryFile(String name, long version, long size, String mediaType, String sha256, Instant created) {
    static LibraryFile of(Message.LibraryItem item) {
        return new LibraryFile(item.fileName(), item.version(), item.size(), item.mediaType(),
                HexFormat.of().formatHex(item.sha256()), Instant.ofEpochMilli(item.createdMillis()));
    }
}
