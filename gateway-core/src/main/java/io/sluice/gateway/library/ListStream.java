package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.gateway.session.Session;
import java.util.List;

/** A page of files, or of the versions of one. */
public final class ListStream extends LibraryStream {
    public ListStream(Session session, long number, Library library) {
        super(session, number, library);
    }

    @Override
    void ask(Message opening) {
        if (!(opening instanceof Message.LibraryList list)) {
            refuse(opening);
            return;
        }
        if (list.versions() && !isName(list.fileName())) {
            return;
        }
        whenCurrent(() -> answer(list));
    }

    private void answer(Message.LibraryList list) {
        Catalogue catalogue = library().catalogue();
        List<StoredFile> found;
        if (list.versions()) {
            if (find(list.fileName(), 0) == null) {
                return;
            }
            found = catalogue.versions(list.fileName()).stream()
                    .filter(file -> list.beforeVersion() == 0 || file.version() < list.beforeVersion())
                    .limit(list.limit() + 1L)
                    .toList();
        } else {
            found = catalogue.newest(list.fileName(), list.afterName(), list.limit() + 1);
        }
        boolean more = found.size() > list.limit();
        found.stream().limit(list.limit()).map(StoredFile::toMessage).forEach(this::sendInOrder);
        sendInOrder(library().end(more));
    }

    @Override
    String what() {
        return "list";
    }
}
