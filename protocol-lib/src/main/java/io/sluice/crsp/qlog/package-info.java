/**
 * Event logs of connections in qlog's JSON text sequences, for standard viewers; the schema is the one that they read:
 * qlog 0.3 (draft-ietf-quic-qlog-main-schema-02 and -quic-events-02). No files here: {@code qlog.file} has them.
 */
@NullMarked
package io.sluice.crsp.qlog;

import org.jspecify.annotations.NullMarked;
