package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionLog;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a file or a version. */
public final class RemoveStream extends LibraryStream {
    private static final Logger LOG = LoggerFactory.getLogger(RemoveStream.class);

    /** Asked again, after the answer was lost, these are gone already. */
    private List<StoredFile> removed = List.of();

    public RemoveStream(Session session, long number, Library library) {
        super(session, number, library);
    }

    @Override
    void ask(Message opening) {
        if (!(opening instanceof Message.LibraryRemove(long ignored, String name, long version))) {
            refuse(opening);
            return;
        }
        if (isName(name)) {
            whenCurrent(() -> remove(name, version));
        }
    }

    private void remove(String name, long version) {
        List<StoredFile> wanted = library().catalogue().versions(name).stream()
                .filter(file -> version == 0 || file.version() == version)
                .toList();
        if (wanted.isEmpty() && !removed.isEmpty()) {
            answer();
            return;
        }
        if (find(name, version) == null) {
            return;
        }
        removed = wanted;
        var attached = whileAttached();
        library().removals().remove(wanted, () -> {
            SessionLog.of(session().id(), () -> LOG.info("Session {} has removed {} versions of \"{}\"", session().id(),
                    wanted.size(), name));
            if (attached.getAsBoolean()) {
                answer();
            }
        }, failure -> {
            if (attached.getAsBoolean()) {
                giveUp(ErrorCode.KAFKA_REFUSED, "Kafka refused the removal: " + failure.getMessage());
            }
        });
    }

    private void answer() {
        sendInOrder(new Message.LibraryRemoved(
                removed.size(), removed.stream().mapToLong(file -> file.facts().size()).sum()));
    }

    @Override
    String what() {
        return "remove";
    }
}
