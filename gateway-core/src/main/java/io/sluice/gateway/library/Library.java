package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.gateway.kafka.RecordWriter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The library as the streams of sessions know it. Every gateway of a cluster has one: what they agree on is the order of
 * the catalogue's records. Nothing is said to a client before it is in Kafka. On the event loop's thread.
 */
public final class Library implements AutoCloseable {
    private static final int DIGESTERS = 2;

    private final LibraryParts parts;
    private final RecordWriter writer;
    private final CatalogueLog log;
    private final ContentReader.Source content;
    private final ChunkCache cache;
    private final ExecutorService digesters;
    private final Removals removals;
    private final Uploads uploads;

    /** Begins to read the catalogue. Callable from any thread. */
    public Library(LibraryParts parts, ThreadFactory threads) {
        this.parts = parts;
        // Of its own: large records must not hold up the signs of life of this gateway.
        this.writer = new RecordWriter(parts.clients().producer("sluice-library"), threads);
        this.content = new ContentReader.Source(
                parts.context().loop(), new SharedLog(parts.delivery(), parts.catalog()),
                parts.topics().libraryContent());
        this.cache = new ChunkCache(content, parts.settings().cacheBytes());
        this.log = new CatalogueLog(
                parts.context().loop(), parts.clients(), parts.catalog(), writer, parts.topics().library(), threads);
        this.digesters = Executors.newFixedThreadPool(DIGESTERS, threads);
        this.removals = new Removals(parts, log, writer, content.topic());
        this.uploads = new Uploads(parts, log, writer, content, digesters, removals);
        removals.start();
    }

    LibraryParts parts() {
        return parts;
    }

    EventLoop loop() {
        return parts.context().loop();
    }

    /** What it holds, for others in this gateway. */
    public LibraryQueries queries() {
        return new LibraryQueries(this);
    }

    /** Whole files in and out, for callers that may wait. */
    public LibraryTransfers transfers() {
        return new LibraryTransfers(this);
    }

    Catalogue catalogue() {
        return log.catalogue();
    }

    ContentReader.Source content() {
        return content;
    }

    /** To read a range, from memory if it is short and was read lately; not begun yet. */
    ChunkReading reading(StoredFile file, ChunkRange range, ContentReader.Target target) {
        return cache.reading(file, range, target);
    }

    /** What the cache of chunks did so far. */
    public ChunkCacheStatistics cacheStatistics() {
        return cache.statistics();
    }

    Uploads uploads() {
        return uploads;
    }

    Removals removals() {
        return removals;
    }

    /** As {@link CatalogueLog#whenCurrent}. */
    void whenCurrent(BooleanSupplier wanted, Runnable onDelay, Runnable then) {
        log.whenCurrent(wanted, onDelay, then);
    }

    /** To read a file back; not begun yet. */
    ContentDigest digest(StoredFile file, Consumer<String> onDigest, Consumer<String> onLost) {
        return new ContentDigest(content, file.content(), digesters, onDigest, onLost);
    }

    /** The end of a page, with what all of the library holds. */
    Message.LibraryEnd end(boolean more) {
        Catalogue catalogue = catalogue();
        return new Message.LibraryEnd(more, catalogue.fileCount(), catalogue.versionCount(), catalogue.bytes(),
                catalogue.uploads().size(), catalogue.unfinishedBytes(), parts.settings().retention());
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        parts.context().loop().execute(removals::close);
        log.close();
        digesters.shutdownNow();
        writer.close();
    }
}
