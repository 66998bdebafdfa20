package io.sluice.gateway.session;

import io.sluice.crsp.endpoint.EventLoop;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What sessions live by.
 *
 * @param loop the one thread of all sessions
 * @param clock of what is stored
 * @param random for session ids and sequences: a secure one
 */
public record SessionContext(EventLoop loop, Clock clock, RandomGenerator random) {
}
