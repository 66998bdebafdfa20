package io.sluice.admin.bans;

import org.jspecify.annotations.Nullable;

/**
 * An address, before something is done about it.
 *
 * @param sessions of this gateway that come from it now
 * @param ban the one that holds now, or null
 */
public record AddressView(String address, int sessions, @Nullable BanView ban) {
}
