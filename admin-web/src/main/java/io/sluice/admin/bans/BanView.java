package io.sluice.admin.bans;

import io.sluice.gateway.ban.Ban;

/**
 * An address that is kept away.
 *
 * @param until ISO-8601 instant
 * @param by who banned it
 * @param reason for people; empty if none was given
 * @param at ISO-8601 instant at which it was banned
 */
public record BanView(String address, String until, String by, String reason, String at) {
    static BanView of(Ban ban) {
        return new BanView(ban.address(), ban.until().toString(), ban.by(), ban.reason(), ban.at().toString());
    }
}
