package io.sluice.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * All that operators see of one session.
 *
 * @param tag another one whenever its state, its connection, or the number or pause of its streams changes; not with
 *     every message
 * @param connection the one that carries it, or null
 * @param address where its client is, or was when this gateway saw it last, without the port; null if it never did
 */
public record SessionDetails(String tag, SessionView session, @Nullable ConnectionView connection,
        @Nullable String address) {
}
