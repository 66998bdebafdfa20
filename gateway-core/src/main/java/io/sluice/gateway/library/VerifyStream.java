package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.Session;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads a version back from Kafka and says its SHA-256. */
public final class VerifyStream extends LibraryStream {
    private String name = "";
    private @Nullable ContentDigest digest;

    public VerifyStream(Session session, long number, Library library) {
        super(session, number, library);
    }

    @Override
    void ask(Message opening) {
        if (!(opening instanceof Message.LibraryVerify verify)) {
            refuse(opening);
            return;
        }
        name = verify.fileName();
        if (isName(name)) {
            whenCurrent(() -> read(verify.version()));
        }
    }

    private void read(long version) {
        StoredFile file = find(name, version);
        if (file == null) {
            return;
        }
        sendInOrder(file.toMessage());
        ContentDigest begun = library().digest(
                file,
                found -> sendInOrder(new Message.LibraryVerified(HexFormat.of().parseHex(found))),
                why -> giveUp(ErrorCode.CONTENT_LOST, why));
        digest = begun;
        begun.start();
    }

    @Override
    void onGone() {
        if (digest != null) {
            digest.close();
            digest = null;
        }
    }

    @Override
    String what() {
        return "verify " + name;
    }
}
