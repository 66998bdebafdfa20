package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads and downloads of the library over connections that are lost. */
@Timeout(60)
class LibraryTransferTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int CHUNK = 1000;
    private static final String NAME = "films/größe, 1.bin";

    private final TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
    private final byte[] content = new byte[5 * CHUNK + 1];
    /** What the gateway has, by offset. */
    private final TreeMap<Long, byte[]> chunks = new TreeMap<>();
    /** Chunks and pieces after which the gateway is silent. */
    private int patience = Integer.MAX_VALUE;
    private boolean whole;

    LibraryTransferTest() {
        new Random(7).nextBytes(content);
        run.first.others = this::onMessage;
        run.connect();
    }

    private Message.LibraryItem item() {
        return new Message.LibraryItem(42, NAME, content.length, "", new byte[32], 1);
    }

    private void onMessage(Stream stream, Message message) {
        switch (message) {
            case Message.LibraryPut ignored when whole -> ScriptedGateway.send(stream, item());
            case Message.LibraryPut ignored -> sendReady(stream);
            case Message.LibraryChunk(long offset, byte[] data) -> {
                if (patience-- > 0) {
                    chunks.put(offset, data);
                    ScriptedGateway.send(stream, new Message.LibraryStored(offset));
                }
            }
            case Message.LibraryFinish() when chunks.size() == 6 -> {
                whole = true;
                if (patience-- > 0) {
                    ScriptedGateway.send(stream, item());
                }
            }
            case Message.LibraryFinish() -> sendReady(stream);
            case Message.LibraryGet get -> give(stream, get);
            default -> {
            }
        }
    }

    private void sendReady(Stream stream) {
        for (long offset = 0; offset < content.length; offset += CHUNK) {
            if (!chunks.containsKey(offset)) {
                ScriptedGateway.send(
                        stream, new Message.LibraryMissing(offset, Math.min(CHUNK, content.length - offset)));
            }
        }
        ScriptedGateway.send(stream, new Message.LibraryReady(CHUNK));
    }

    private void give(Stream stream, Message.LibraryGet get) {
        if (get.offset() > content.length) {
            ScriptedGateway.send(stream, new Message.Failure(ErrorCode.RANGE_INVALID, "beyond the end"));
            stream.finish();
            return;
        }
        long end = Math.min(content.length, get.offset() + Math.min(get.length(), content.length));
        ScriptedGateway.send(stream, item());
        ScriptedGateway.send(stream, new Message.LibraryRange(get.offset(), end - get.offset()));
        for (long at = get.offset(); at < end && patience-- > 0; at += 700) {
            ScriptedGateway.send(stream, new Message.LibraryContent(
                    at, Arrays.copyOfRange(content, (int) at, (int) Math.min(end, at + 700))));
        }
    }

    private LibraryUpload upload() {
        LibraryUpload upload = new LibraryUpload(run.session, run.session.takeNumber(),
                number -> new Message.LibraryPut(number, NAME, content.length, "", new byte[32]));
        upload.begin();
        run.run(SECOND);
        return upload;
    }

    private void storeMissing(LibraryUpload upload) throws Exception {
        for (ByteRange range : upload.missing()) {
            upload.store(range.offset(), Arrays.copyOfRange(content, (int) range.offset(), (int) range.end()));
            run.run(SECOND);
        }
    }

    private byte[] arrived() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void aFileIsSentInChunksAndFinished() throws Exception {
        LibraryUpload upload = upload();
        assertThat(upload.chunkBytes()).isEqualTo(CHUNK);
        storeMissing(upload);
        upload.askToFinish();
        run.run(SECOND);
        assertThat(upload.stored().orElseThrow().version()).isEqualTo(42);
        assertThat(arrived()).isEqualTo(content);
    }

    @Test
    void whatIsThereIsNotAskedFor() {
        chunks.put(0L, Arrays.copyOf(content, CHUNK));
        chunks.put(2L * CHUNK, Arrays.copyOfRange(content, 2 * CHUNK, 3 * CHUNK));
        assertThat(upload().missing()).extracting(ByteRange::offset).containsExactly(1000L, 3000L, 4000L, 5000L);
    }

    @Test
    void whatWasNotConfirmedIsSentAgainOnTheNextConnection() throws Exception {
        patience = 2;
        LibraryUpload upload = upload();
        for (ByteRange range : upload.missing().subList(0, 4)) {
            upload.store(range.offset(), Arrays.copyOfRange(content, (int) range.offset(), (int) range.end()));
        }
        run.run(SECOND);
        assertThat(chunks).hasSize(2);
        patience = Integer.MAX_VALUE;
        run.first.closeConnection();
        run.run(SECOND.multipliedBy(3));
        assertThat(chunks.keySet()).containsExactly(0L, 1000L, 2000L, 3000L);
        upload.awaitConfirmed();
    }

    @Test
    void aFileThatIsFinishedWhenItsAnswerIsLostIsFoundWhole() throws Exception {
        LibraryUpload upload = upload();
        storeMissing(upload);
        patience = 0;
        upload.askToFinish();
        run.run(SECOND);
        assertThat(upload.stored()).isEmpty();
        run.first.closeConnection();
        run.run(SECOND.multipliedBy(3));
        assertThat(upload.stored()).isPresent();
        // Nothing more is needed, and nothing waits.
        upload.store(0, new byte[CHUNK]);
        upload.awaitConfirmed();
    }

    @Test
    void whatTheLibraryHasLostMeanwhileIsAskedForAgain() throws Exception {
        LibraryUpload upload = upload();
        storeMissing(upload);
        chunks.remove(3000L);
        upload.askToFinish();
        run.run(SECOND);
        assertThat(upload.stored()).isEmpty();
        assertThat(upload.missing()).containsExactly(new ByteRange(3000, CHUNK));
        storeMissing(upload);
        upload.askToFinish();
        run.run(SECOND);
        assertThat(upload.stored()).isPresent();
        assertThat(arrived()).isEqualTo(content);
    }

    @Test
    void anUploadThatIsClosedTakesNothing() {
        LibraryUpload upload = upload();
        upload.close();
        assertThatThrownBy(() -> upload.store(0, new byte[1])).isInstanceOf(SluiceException.class);
    }

    private LibraryDownload download(long offset, long length) {
        LibraryDownload download = new LibraryDownload(
                run.session, run.session.takeNumber(), NAME, 0, new ByteRange(offset, length));
        download.begin();
        run.run(SECOND);
        return download;
    }

    private static byte[] take(LibraryDownload download) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] bytes = download.poll(Duration.ZERO); bytes != null; bytes = download.poll(Duration.ZERO)) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    @Test
    void aFileIsReceivedWhole() throws Exception {
        LibraryDownload download = download(0, Library.TO_THE_END);
        assertThat(take(download)).isEqualTo(content);
        assertThat(download.isComplete()).isTrue();
        assertThat(download.file().name()).isEqualTo(NAME);
        assertThat(download.range()).isEqualTo(new ByteRange(0, content.length));
    }

    @Test
    void aDownloadGoesOnAtTheNextByteOfTheSameVersion() throws Exception {
        patience = 3;
        LibraryDownload download = download(10, 4000);
        assertThat(download.isComplete()).isFalse();
        patience = Integer.MAX_VALUE;
        run.first.closeConnection();
        run.run(SECOND.multipliedBy(3));
        assertThat(take(download)).isEqualTo(Arrays.copyOfRange(content, 10, 4010));
        assertThat(download.isComplete()).isTrue();
        List<Message.LibraryGet> asked = run.first.heard.stream().filter(Message.LibraryGet.class::isInstance)
                .map(Message.LibraryGet.class::cast).toList();
        assertThat(asked).extracting(Message.LibraryGet::version).containsExactly(0L, 42L);
        assertThat(asked.getLast().offset()).isEqualTo(10 + 3 * 700);
        assertThat(asked.getLast().length()).isEqualTo(4000 - 3 * 700);
    }

    @Test
    void aPausedDownloadHasTheGatewayReadNoMoreAndSaysSoAgainOnTheNextConnection() {
        patience = 3;
        LibraryDownload download = download(0, Library.TO_THE_END);
        download.pause();
        download.pause();
        run.run(SECOND);
        assertThat(heard(Message.Pause.class)).hasSize(1);
        run.first.closeConnection();
        run.run(SECOND.multipliedBy(3));
        assertThat(heard(Message.Pause.class)).hasSize(2);
        download.resume();
        run.run(SECOND);
        assertThat(heard(Message.Resume.class)).hasSize(1);
        run.first.closeConnection();
        run.run(SECOND.multipliedBy(3));
        assertThat(heard(Message.Pause.class)).as("it is not paused any more").hasSize(2);
    }

    private <T extends Message> List<T> heard(Class<T> kind) {
        return run.first.heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void aDownloadAheadKeepsAboutAsMuchReadyAsItWasTold() throws Exception {
        LibraryDownload download = LibraryDownload.ahead(run.session, run.session.takeNumber(),
                new LibraryDownload.Wanted(NAME, 42, new ByteRange(0, content.length)), 1000);
        download.begin();
        run.run(SECOND);
        assertThat(download.bufferedBytes()).isBetween(1000L, 1700L);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!download.isComplete()) {
            all.writeBytes(take(download));
            run.run(SECOND);
        }
        assertThat(all.toByteArray()).isEqualTo(content);
    }

    @Test
    void nothingIsLeftOfARangeAtTheEnd() throws Exception {
        LibraryDownload download = download(content.length, 10);
        assertThat(take(download)).isEmpty();
        assertThat(download.isComplete()).isTrue();
    }

    @Test
    void aRangeBeyondTheEndFailsByName() {
        LibraryDownload download = download(content.length + 1, 10);
        assertThatThrownBy(() -> download.poll(Duration.ZERO)).isInstanceOfSatisfying(
                SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RANGE_INVALID));
    }

    @Test
    void aFutureThatFailedTellsWhy() {
        CompletableFuture<String> future = CompletableFuture.failedFuture(
                new SluiceException(ErrorCode.FILE_UNKNOWN, "no such file"));
        assertThatThrownBy(() -> LibraryCall.get(future)).isInstanceOf(SluiceException.class)
                .hasMessage("no such file");
    }
}
