package io.sluice.gateway.ban;

import java.time.Instant;

/**
 * An address whose clients are kept away for a time.
 *
 * @param address IPv4 or IPv6, as {@link BanAddress#text} writes it
 * @param until the first moment at which they may come again
 * @param by who banned it
 * @param reason for people; empty if none was given
 * @param at when it was banned
 */
public record Ban(String address, Instant until, String by, String reason, Instant at) {
    /** True if its time is up. */
    public boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /** What its clients are told. The reason is not theirs to know. */
    public String toClient() {
        return "address " + address + " is banned until " + until;
    }
}
