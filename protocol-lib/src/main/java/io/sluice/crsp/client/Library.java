package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Message.LibraryList;
import io.sluice.crsp.wire.ErrorCode;
import java.util.HexFormat;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The files that the gateways keep in Kafka. Every call waits until the gateway has answered, over lost connections, too.
 *
 * <pre>{@code
 * Library library = client.library();
 * for (LibraryFile file : library.list("films/", "", 100).files()) {
 *     System.out.println(file.name() + " has " + file.size() + " bytes");
 * }
 * }</pre>
 *
 * <p>Safe for threads.
 */
public final class Library {
    /** Files of a page, at most. */
    public static final int MAX_PAGE = LibraryList.MAX_LIMIT;

    /** As a length: to the end of the file. */
    public static final long TO_THE_END = (1L << 62) - 1;

    private final ClientSession session;

    Library(ClientSession session) {
        this.session = session;
    }

    private <L extends Message> LibraryCall.Answer<L> ask(LongFunction<Message> request, Class<L> last)
            throws InterruptedException, SluiceException {
        return new LibraryCall<>(session, session.takeNumber(), request, last).await();
    }

    /**
     * The newest versions of files, in the order of their names' UTF-8 bytes.
     *
     * @param prefix how names begin; may be empty
     * @param after only names after this one, such as the last of the page before; empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public LibraryPage list(String prefix, String after, int limit) throws InterruptedException, SluiceException {
        checkLimit(limit);
        return page(number -> new LibraryList(number, prefix, false, after, 0, limit));
    }

    /**
     * The versions of one file, the newest first.
     *
     * @param before only versions before this one, such as the last of the page before; 0 for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws SluiceException {@link ErrorCode#FILE_UNKNOWN} if there is none
     */
    public LibraryPage versions(String name, long before, int limit) throws InterruptedException, SluiceException {
        checkLimit(limit);
        return page(number -> new LibraryList(number, name, true, "", before, limit));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " files, not " + limit);
        }
    }

    private LibraryPage page(LongFunction<Message> request) throws InterruptedException, SluiceException {
        LibraryCall.Answer<Message.LibraryEnd> answer = ask(request, Message.LibraryEnd.class);
        Message.LibraryEnd end = answer.last();
        return new LibraryPage(answer.files(), end.more(), new LibrarySpace(
                end.files(), end.versions(), end.bytes(), end.unfinished(), end.unfinishedBytes(), end.retention()));
    }

    /**
     * One version of a file.
     *
     * @param version 0 for the newest
     * @throws SluiceException {@link ErrorCode#FILE_UNKNOWN} if there is none
     */
    public LibraryFile info(String name, long version) throws InterruptedException, SluiceException {
        return ask(
                number -> new Message.LibraryGet(number, name, version, 0, 0),
                Message.LibraryRange.class).files().getFirst();
    }

    /**
     * Removes a file.
     *
     * @param version one version, or 0 for all
     * @return how many versions were removed
     * @throws SluiceException {@link ErrorCode#FILE_UNKNOWN} if there is none
     */
    public long remove(String name, long version) throws InterruptedException, SluiceException {
        return ask(
                number -> new Message.LibraryRemove(number, name, version),
                Message.LibraryRemoved.class).last().versions();
    }

    /**
     * Has the gateway read a version back from Kafka.
     *
     * @param file what is known of it, as by {@link #info}
     * @return the SHA-256 of what is there, in hexadecimal, to be compared with {@link LibraryFile#sha256}
     * @throws SluiceException {@link ErrorCode#CONTENT_LOST} if a part of it is gone
     */
    public String verify(LibraryFile file) throws InterruptedException, SluiceException {
        return HexFormat.of().formatHex(ask(
                number -> new Message.LibraryVerify(number, file.name(), file.version()),
                Message.LibraryVerified.class).last().sha256());
    }

    /**
     * Begins to store a file, or goes on where anybody who announced the same has stopped. Several uploads of one file
     * may work at the same time, in one session or in several.
     *
     * @param mediaType such as {@code text/plain}; may be empty
     * @param sha256 of the whole content, 64 hexadecimal digits
     */
    public LibraryUpload upload(String name, long size, String mediaType, String sha256)
            throws InterruptedException, SluiceException {
        byte[] digest = HexFormat.of().parseHex(sha256);
        LibraryUpload upload = new LibraryUpload(session, session.takeNumber(),
                number -> new Message.LibraryPut(number, name, size, mediaType, digest));
        upload.begin();
        upload.awaitBegun();
        return upload;
    }

    /**
     * Begins to receive a range of a file, by a request of its own: to read a file in many windows, open a {@link #channel(String, long)}.
     *
     * @param version 0 for the newest
     * @param range what is beyond the end is not given; {@link #TO_THE_END} is a length
     * @throws SluiceException {@link ErrorCode#FILE_UNKNOWN}, or {@link ErrorCode#RANGE_INVALID} if it begins beyond
     *     the end
     */
    public LibraryDownload download(String name, long version, ByteRange range)
            throws InterruptedException, SluiceException {
        LibraryDownload download = new LibraryDownload(session, session.takeNumber(), name, version, range);
        download.begin();
        download.awaitBegun();
        return download;
    }

    /**
     * Opens a file to be read from anywhere, in windows of any size; reads ahead up to
     * {@link LibraryChannel#DEFAULT_BUFFER_BYTES}.
     *
     * @param version 0 for the newest; a later one does not change what is read
     * @throws SluiceException {@link ErrorCode#FILE_UNKNOWN} if there is none
     */
    public LibraryChannel channel(String name, long version) throws InterruptedException, SluiceException {
        return channel(info(name, version), LibraryChannel.DEFAULT_BUFFER_BYTES);
    }

    /**
     * Opens a version that is known. Does not wait: whether it is still there is told when it is read.
     *
     * @param file as by {@link #info}
     * @param bufferBytes that lie ready at most, about: the gateway's pieces of a file, which are 256 KiB, are not cut.
     *     {@link LibraryChannel#MIN_BUFFER_BYTES} to {@link LibraryChannel#MAX_BUFFER_BYTES}
     */
    public LibraryChannel channel(LibraryFile file, int bufferBytes) {
        return new LibraryChannel(file, (range, readyBytes) -> {
            LibraryDownload download = downloadAhead(file.name(), file.version(), range, readyBytes);
            return new ReadAhead.Pieces() {
                @Override
                public byte @Nullable [] next() throws InterruptedException, SluiceException {
                    return download.next();
                }

                @Override
                public void close() {
                    download.cancel();
                }
            };
        }, bufferBytes);
    }

    /** As {@link #download}, but does not wait, and receives only about so many bytes ahead. */
    LibraryDownload downloadAhead(String name, long version, ByteRange range, long bufferBytes) {
        LibraryDownload download = LibraryDownload.ahead(
                session, session.takeNumber(), new LibraryDownload.Wanted(name, version, range), bufferBytes);
        download.begin();
        return download;
    }
}
