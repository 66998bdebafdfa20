package io.sluice.cli.library;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes in pieces, in any order, beside a journal of the pieces that are there: a download that was killed
 * goes on with what is missing. Nobody sees it under its own name before it is whole and its SHA-256 is right.
 *
 * <p>The journal says only what was written before; what a crash of the machine takes of it, the SHA-256 finds out.
 * Thread-safe, as long as nobody writes the same bytes twice at the same time.
 */
public final class PartialFile implements AutoCloseable {
    static final int PIECE_BYTES = 256 * 1024;

    private final Path target;
    private final Path data;
    private final Path journal;
    private final LibraryFile file;
    private final FileChannel content;
    private final FileChannel notes;
    private final BitSet present;

    private PartialFile(
            Path target, Path data, Path journal, LibraryFile file, FileChannel content, FileChannel notes,
            BitSet present) {
        this.target = target;
        this.data = data;
        this.journal = journal;
        this.file = file;
        this.content = content;
        this.notes = notes;
        this.present = present;
    }

    /**
     * Opens what an earlier download of the same content has left, or begins.
     *
     * @param target where the file is to be
     * @param file what it is to be
     * @return to be closed by the caller
     * @throws IOException if a file cannot be made or read
     * @throws CliException if another process works on it
     */
    public static PartialFile open(Path target, LibraryFile file) throws IOException, CliException {
        Path data = target.resolveSibling(target.getFileName() + ".part");
        Path journal = target.resolveSibling(target.getFileName() + ".part.done");
        FileChannel notes = FileChannel.open(
                journal, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            lock(notes, target);
            String head = "sluice " + file.size() + " " + file.sha256() + " " + PIECE_BYTES;
            BitSet present = read(notes, head);
            boolean goesOn = present != null && Files.exists(data);
            FileChannel content = FileChannel.open(data, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!goesOn) {
                content.truncate(0);
                notes.truncate(0);
                append(notes, head);
            }
            opened = true;
            return new PartialFile(target, data, journal, file, content, notes,
                    goesOn && present != null ? present : new BitSet());
        } finally {
            if (!opened) {
                notes.close();
            }
        }
    }

    private static void lock(FileChannel notes, Path target) throws IOException, CliException {
        FileLock lock;
        try {
            lock = notes.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new CliException(ExitCode.ENVIRONMENT, "another download to " + target + " is under way",
                    "Wait for its end, or name another file with --output.");
        }
    }

    /** The pieces that a journal tells of; null if it is of another content. A last line that is cut off tells nothing. */
    private static @Nullable BitSet read(FileChannel notes, String head) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(notes.size()));
        while (bytes.hasRemaining() && notes.read(bytes, bytes.position()) >= 0) {
            // Until all of it is read.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n');
        List<String> lines = end < 0 ? List.of() : text.substring(0, end).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(head)) {
            return null;
        }
        BitSet present = new BitSet();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.matches("[0-9]{1,9}")) {
                return null;
            }
            present.set(Integer.parseInt(line));
        }
        return present;
    }

    private static void append(FileChannel notes, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        long end = notes.size();
        while (bytes.hasRemaining()) {
            end += notes.write(bytes, end);
        }
    }

    private int pieces() {
        return Math.toIntExact((file.size() + PIECE_BYTES - 1) / PIECE_BYTES);
    }

    private long offsetOf(int piece) {
        return Math.min(file.size(), (long) piece * PIECE_BYTES);
    }

    /**
     * What is not there, in so many parts of about the same length.
     *
     * @param parts at most, but more if what is missing has more gaps
     * @return each from the beginning of a piece
     */
    public synchronized List<ByteRange> missing(int parts) {
        int missing = pieces() - present.get(0, pieces()).cardinality();
        int most = Math.max(1, (missing + parts - 1) / parts);
        List<ByteRange> ranges = new ArrayList<>();
        int piece = present.nextClearBit(0);
        while (piece < pieces()) {
            int gapEnd = present.nextSetBit(piece);
            int end = Math.min(piece + most, gapEnd < 0 ? pieces() : gapEnd);
            ranges.add(new ByteRange(offsetOf(piece), offsetOf(end) - offsetOf(piece)));
            piece = present.nextClearBit(end);
        }
        return ranges;
    }

    /**
     * Writes bytes. What comes in order from the beginning of a piece makes pieces whole.
     *
     * @param from where the piece, or the pieces, began that the caller writes in order
     * @param offset of the bytes
     * @param bytes to be written
     * @throws IOException if they cannot be
     */
    public void write(long from, long offset, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            content.write(buffer, offset + buffer.position());
        }
        long end = offset + bytes.length;
        int first = (int) (Math.max(from, offset) / PIECE_BYTES);
        for (int piece = first; piece < pieces() && offsetOf(piece + 1) <= end; piece++) {
            note(piece);
        }
    }

    private synchronized void note(int piece) throws IOException {
        if (!present.get(piece)) {
            present.set(piece);
            append(notes, Integer.toString(piece));
        }
    }

    /**
     * Compares the whole and gives it its name.
     *
     * @param progress told how far the comparing is
     * @throws IOException if the file cannot be read or moved
     * @throws CliException if it is not what it was to be; then nothing is kept
     */
    public void complete(Progress progress) throws IOException, CliException {
        content.force(true);
        FileDigest.Result found = FileDigest.of(data, progress);
        if (found.size() != file.size() || !found.sha256().equals(file.sha256())) {
            Files.deleteIfExists(data);
            Files.deleteIfExists(journal);
            throw new CliException(ExitCode.DATA_CHECK_FAILED,
                    "what arrived is not version " + file.version() + " of " + file.name() + ": SHA-256 "
                            + found.sha256() + " instead of " + file.sha256(),
                    "Run the command again: it begins anew. 'sluice library verify' says what Kafka has.");
        }
        Files.move(data, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(journal);
    }

    @Override
    public void close() throws IOException {
        content.close();
        notes.close();
    }
}
