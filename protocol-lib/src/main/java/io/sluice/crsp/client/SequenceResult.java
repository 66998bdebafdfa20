package io.sluice.crsp.client;

/**
 * Both checksums of a finished sequence, in hexadecimal.
 *
 * @param local over what arrived here
 * @param gateway over what was generated
 */
public record SequenceResult(String local, String gateway) {
    public boolean isEqual() { return local.equals(gateway); }
}
