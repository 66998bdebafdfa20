package io.sluice.crsp.client;

import io.sluice.crsp.session.Item;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes of a version of a file; positions count them. */
final class FileSource implements PlayerSource {
    /** Enough that pieces cost little, and little enough that not much comes out after a pause. */
    private static final int MAX_PIECE = 64 * 1024;

    private static final int MIN_PIECE = 256;
    private static final int PIECES_PER_SECOND = 10;

    private final LibraryDownload download;
    private final int pieceBytes;
    /** What came last, which may be large, and how much of it was taken. */
    private byte[] arrived = {};
    private int taken;
    private volatile long left;
    private long position;

    FileSource(SluiceClient client, Item.File item, long position, PlayerSettings settings) {
        this.download = client.library().downloadAhead(item.name(), item.version(),
                new ByteRange(position, item.size() - position), settings.bufferBytes());
        this.position = position;
        this.pieceBytes = settings.bytesPerSecond() == 0
                ? MAX_PIECE
                : Math.clamp(settings.bytesPerSecond() / PIECES_PER_SECOND, MIN_PIECE, MAX_PIECE);
    }

    @Override
    public @Nullable Piece poll(Duration patience) throws InterruptedException, SluiceException {
        if (taken == arrived.length) {
            byte[] next = download.poll(patience);
            if (next == null) {
                return null;
            }
            arrived = next;
            taken = 0;
        }
        int end = Math.min(taken + pieceBytes, arrived.length);
        byte[] piece = Arrays.copyOfRange(arrived, taken, end);
        taken = end;
        left = (long) arrived.length - taken;
        position += piece.length;
        return new Piece(piece, position);
    }

    @Override
    public boolean isOver() { return left == 0 && download.isComplete(); }

    @Override
    public long bufferedBytes() {
        return left + download.bufferedBytes();
    }

    @Override
    public void pause() {
        download.pause();
    }

    @Override
    public void resume() {
        download.resume();
    }

    @Override
    public void close() {
        download.close();
    }
}
