package io.sluice.crsp.client;

import io.sluice.crsp.connection.ConnectionStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a client.
 *
 * @param resumes how often the session went on after a lost connection
 * @param connection counters of the present connection, null if there is none now
 */
public record ClientStatistics(long resumes, @Nullable ConnectionStatistics connection) {}
