package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.session.Session;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a file, or with other streams a part of it. What is on its way to Kafka is bounded; so is the client's credit. */
public final class PutStream extends LibraryStream {
    private static final Logger LOG = LoggerFactory.getLogger(PutStream.class);
    private static final int MAX_RANGES = 1000;
    private static final long MAX_HELD_BYTES = 4L * 1024 * 1024;

    private final Runnable onBudget = this::onBudget;
    private String name = "";
    private @Nullable Upload upload;
    private boolean ready;
    private long heldBytes;

    public PutStream(Session session, long number, Library library) {
        super(session, number, library);
    }

    @Override
    void ask(Message opening) {
        if (!(opening instanceof Message.LibraryPut put)) {
            refuse(opening);
            return;
        }
        name = put.fileName();
        ready = false;
        if (!isName(name)) {
            return;
        }
        String problem = FileFacts.mediaTypeProblem(put.mediaType());
        if (problem != null) {
            giveUp(ErrorCode.BAD_REQUEST, problem);
            return;
        }
        FileFacts facts = new FileFacts(
                name, put.size(), put.mediaType(), HexFormat.of().formatHex(put.sha256()));
        BooleanSupplier attached = whileAttached();
        library().uploads().begin(facts, attached, this::tellDelay, begun -> {
            if (attached.getAsBoolean()) {
                onBegun(begun);
            }
        });
    }

    private void onBegun(Uploads.Begun begun) {
        switch (begun) {
            case Uploads.Begun.There(StoredFile file) -> sendInOrder(file.toMessage());
            case Uploads.Begun.Open(Upload open) -> sendReady(open);
            case Uploads.Begun.Refused(ErrorCode code, String text) -> giveUp(code, text);
        }
    }

    private void sendReady(Upload open) {
        upload = open;
        for (Upload.Range range : open.missingRanges(MAX_RANGES)) {
            sendInOrder(new Message.LibraryMissing(range.offset(), range.length()));
        }
        sendInOrder(new Message.LibraryReady(open.plan().chunkBytes()));
        ready = true;
        drain();
    }

    @Override
    protected boolean wantsMore() {
        if (!ready || heldBytes >= MAX_HELD_BYTES) {
            return false;
        }
        if (!library().parts().budget().hasRoom()) {
            library().parts().budget().await(onBudget);
            return false;
        }
        return true;
    }

    private void onBudget() {
        if (isAttached()) {
            drain();
        }
    }

    @Override
    protected void onMessage(Message message) {
        Upload present = upload;
        if (present == null) {
            refuse(message);
            return;
        }
        switch (message) {
            case Message.LibraryChunk(long offset, byte[] data) -> onChunk(present, offset, data);
            case Message.LibraryFinish() -> onFinish(present);
            default -> refuse(message);
        }
    }

    private void onChunk(Upload present, long offset, byte[] data) {
        int index = present.plan().indexAt(offset);
        if (index < 0 || data.length != present.plan().length(index)) {
            giveUp(ErrorCode.BAD_REQUEST, data.length + " bytes at " + offset + " are no chunk of a file of "
                    + present.plan().size() + " bytes in chunks of " + present.plan().chunkBytes());
            return;
        }
        if (library().catalogue().fileOf(present.id()) != null) {
            // Others that send the same file have finished it.
            sendInOrder(new Message.LibraryStored(offset));
            return;
        }
        if (library().catalogue().upload(present.id()) == null) {
            giveUp(ErrorCode.UPLOAD_UNKNOWN, ErrorCode.UPLOAD_UNKNOWN.advice());
            return;
        }
        int bytes = data.length + ChunkPlan.HELD_OVERHEAD;
        heldBytes += bytes;
        library().parts().budget().take(bytes);
        BooleanSupplier attached = whileAttached();
        library().uploads().store(present, index, data, failure -> {
            heldBytes -= bytes;
            library().parts().budget().give(bytes);
            if (failure != null) {
                LOG.warn("Kafka refuses a chunk of \"{}\"", name, failure);
            }
            if (!attached.getAsBoolean()) {
                return;
            }
            if (failure == null) {
                sendInOrder(new Message.LibraryStored(offset));
                drain();
            } else {
                giveUp(failure instanceof RecordTooLargeException
                        ? ErrorCode.RECORD_TOO_LARGE
                        : ErrorCode.KAFKA_REFUSED, "Kafka refused a chunk: " + failure.getMessage());
            }
        });
    }

    private void onFinish(Upload present) {
        BooleanSupplier attached = whileAttached();
        library().uploads().finish(present, attached, this::tellDelay, finished -> {
            if (!attached.getAsBoolean()) {
                return;
            }
            switch (finished) {
                case Uploads.Finished.Whole(StoredFile file) -> sendInOrder(file.toMessage());
                case Uploads.Finished.Unfinished(Upload open) -> sendReady(open);
                case Uploads.Finished.Refused(ErrorCode code, String text) -> giveUp(code, text);
            }
        });
    }

    @Override
    void onGone() {
        ready = false;
        library().parts().budget().forget(onBudget);
    }

    @Override
    String what() {
        return "put " + name;
    }
}
