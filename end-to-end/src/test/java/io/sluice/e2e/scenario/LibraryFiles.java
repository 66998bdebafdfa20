package io.sluice.e2e.scenario;

import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.LibraryFile;
import io.sluice.crsp.client.LibraryUpload;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Files of the library, from memory. */
public final class LibraryFiles {
    /** The media type of those that are put. */
    public static final String TYPE = "application/x-test";

    private LibraryFiles() {}

    /** The same for the same seed. */
    public static byte[] random(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** In hexadecimal. */
    public static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** Stores a file whole. */
    public static LibraryFile put(Library library, String name, byte[] content) throws Exception {
        return put(library, name, TYPE, content);
    }

    /** The same of another media type. */
    public static LibraryFile put(Library library, String name, String mediaType, byte[] content) throws Exception {
        try (LibraryUpload upload = library.upload(name, content.length, mediaType, sha256(content))) {
            while (upload.stored().isEmpty()) {
                for (ByteRange range : upload.missing()) {
                    for (long at = range.offset(); at < range.end(); at += upload.chunkBytes()) {
                        long end = Math.min(content.length, at + upload.chunkBytes());
                        upload.store(at, Arrays.copyOfRange(content, (int) at, (int) end));
                    }
                }
                upload.finish();
            }
            return upload.stored().orElseThrow();
        }
    }
}
