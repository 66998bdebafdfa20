package io.sluice.crsp.client;

/**
 * How a {@link Player} plays.
 *
 * @param bytesPerSecond how fast, or 0 for as fast as its output takes it
 * @param bufferBytes how much is received ahead, about: when so much is there the gateway gets no credit for more
 */
public record PlayerSettings(long bytesPerSecond, long bufferBytes) {
    /** As fast as it goes, 4 MiB ahead. */
    public static final PlayerSettings DEFAULT = new PlayerSettings(0, 4L * 1024 * 1024);

    public PlayerSettings {
        if (bytesPerSecond < 0 || bufferBytes < 1) {
            throw new IllegalArgumentException("a rate is not negative, and a buffer has a byte at least");
        }
    }
}
