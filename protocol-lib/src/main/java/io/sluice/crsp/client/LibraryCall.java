package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;

/**
 * A request to the library with a short answer. It is asked again on every new connection until it is answered.
 *
 * @param <L> the answer's last message
 */
final class LibraryCall<L extends Message> extends ClientStream {
    private final Message request;
    private final Class<L> last;
    private final List<LibraryFile> files = new ArrayList<>();
    private final CompletableFuture<Answer<L>> answer = new CompletableFuture<>();

    record Answer<L>(List<LibraryFile> files, L last) {}

    /** @param request given the stream's number */
    LibraryCall(ClientSession session, long number, LongFunction<Message> request, Class<L> last) {
        super(session, number);
        this.request = request.apply(number);
        this.last = last;
    }

    Answer<L> await() throws InterruptedException, SluiceException {
        session().loop().execute(() -> session().add(this));
        boolean answered = false;
        try {
            Answer<L> result = get(answer);
            answered = true;
            return result;
        } finally {
            if (!answered) {
                session().loop().execute(this::finish);
            }
        }
    }

    /** What a future of this package says, or why it says nothing. */
    static <T> T get(CompletableFuture<T> future) throws InterruptedException, SluiceException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SluiceException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    Message opening() {
        files.clear();
        return request;
    }

    @Override
    void onMessage(Message message) {
        if (message instanceof Message.LibraryItem item) {
            files.add(LibraryFile.of(item));
        } else if (last.isInstance(message)) {
            answer.complete(new Answer<>(List.copyOf(files), last.cast(message)));
            finish();
        } else if (!(message instanceof Message.StreamStatus)) {
            throw new TransportException(
                    ErrorCode.PROTOCOL_VIOLATION,
                    "not for a question to the library: " + message.getClass().getSimpleName());
        }
    }

    @Override
    boolean wantsMore() {
        return true;
    }

    @Override
    void onFailed(SluiceException failure) {
        answer.completeExceptionally(failure);
    }
}
