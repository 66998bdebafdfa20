package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The SHA-256 of a file as it is in Kafka. Read on the event loop, digested beside it: a chunk would take the loop a
 * millisecond.
 */
final class ContentDigest implements ContentReader.Target {
    private final EventLoop loop;
    private final Executor executor;
    private final Consumer<String> onDigest;
    private final Consumer<String> onLost;
    private final MessageDigest digest;
    private final ContentReader reader;
    private boolean busy;
    private boolean done;
    private boolean closed;

    /**
     * @param executor for the arithmetic
     * @param onDigest told the digest in hexadecimal, on the loop's thread
     * @param onLost told why there is none, on the loop's thread
     */
    ContentDigest(
            ContentReader.Source source,
            Content content,
            Executor executor,
            Consumer<String> onDigest,
            Consumer<String> onLost) {
        this.loop = source.loop();
        this.executor = executor;
        this.onDigest = onDigest;
        this.onLost = onLost;
        this.digest = sha256();
        this.reader = new ContentReader(source, content, 0, content.plan().count(), this);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void start() {
        reader.start();
    }

    void close() {
        closed = true;
        reader.close();
    }

    @Override
    public boolean offer(int index, byte[] chunk) {
        if (busy) {
            return false;
        }
        busy = true;
        executor.execute(() -> {
            digest.update(chunk);
            loop.execute(this::onDigested);
        });
        return true;
    }

    private void onDigested() {
        busy = false;
        if (done) {
            finish();
        } else {
            reader.wakeUp();
        }
    }

    @Override
    public void onDone() {
        done = true;
        if (!busy) {
            finish();
        }
    }

    private void finish() {
        if (!closed) {
            closed = true;
            onDigest.accept(HexFormat.of().formatHex(digest.digest()));
        }
    }

    @Override
    public void onLost(String why) {
        if (!closed) {
            closed = true;
            onLost.accept(why);
        }
    }
}
