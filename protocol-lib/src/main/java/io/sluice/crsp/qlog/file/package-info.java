/** Event logs of connections in files. For whoever makes a {@code ConnectionConfig}: the gateway and the command line. */
@NullMarked
package io.sluice.crsp.qlog.file;

import org.jspecify.annotations.NullMarked;
