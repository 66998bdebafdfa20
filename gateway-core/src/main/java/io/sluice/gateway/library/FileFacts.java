package io.sluice.gateway.library;

import org.jspecify.annotations.Nullable;

/**
 * What a client says of a file before it sends it. An upload is known by this: whoever says the same goes on with it.
 *
 * @param sha256 64 hexadecimal digits
 */
record FileFacts(String name, long size, String mediaType, String sha256) {
    private static final int MAX_MEDIA_TYPE = 255;

    /** Why this is no media type, for people, or null. */
    static @Nullable String mediaTypeProblem(String mediaType) {
        return mediaType.length() > MAX_MEDIA_TYPE || mediaType.chars().anyMatch(each -> each < ' ' || each > '~')
                ? "a media type has at most " + MAX_MEDIA_TYPE + " ASCII characters"
                : null;
    }

    FileFacts withSha256(String digest) {
        return new FileFacts(name, size, mediaType, digest);
    }
}
