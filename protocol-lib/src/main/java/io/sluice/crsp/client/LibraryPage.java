package io.sluice.crsp.client;

import java.util.List;

/**
 * Some of the library's files.
 *
 * @param files in order
 * @param more whether others follow the last one
 */
public record LibraryPage(List<LibraryFile> files, boolean more, LibrarySpace space) {
    public LibraryPage {
        files = List.copyOf(files);
    }
}
