package io.sluice.gateway.library;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A version of a file, for operators and programs.
 *
 * @param item its name as commands for renderers take it
 * @param size in bytes
 * @param mediaType may be empty
 * @param sha256 64 hexadecimal digits
 * @param created when it was complete
 */
public record FileView(String name, String item, long version, long size, String mediaType, String sha256,
        Instant created) {
    static FileView of(Message.LibraryItem file) {
        return new FileView(file.fileName(), Item.File.PREFIX + file.fileName(), file.version(), file.size(),
                file.mediaType(), HexFormat.of().formatHex(file.sha256()),
                Instant.ofEpochMilli(file.createdMillis()));
    }
}
