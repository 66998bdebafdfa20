package io.sluice.gateway.ban;

/** There are as many bans as there may be. */
public final class BansFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BansFull(int most) {
        super("There are " + most + " bans, as many as there may be: lift some, or raise sluice.bans.max.");
    }
}
