package io.sluice.admin.bans;

/**
 * What was banned, or what is banned no more.
 *
 * @param ban as it is, or was until now
 * @param sessions of this gateway that came from the address when it was asked for
 */
public record BanDone(BanView ban, int sessions) {
}
