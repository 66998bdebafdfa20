package io.sluice.gateway.ban;

import org.jspecify.annotations.Nullable;

/**
 * What one record says.
 *
 * @param ban null if the address is banned no more
 */
record BanEntry(String address, @Nullable Ban ban) {
}
