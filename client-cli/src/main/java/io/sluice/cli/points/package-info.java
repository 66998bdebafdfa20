/** Data points: loading, reading and drawing them. The command line calls in. */
@NullMarked
package io.sluice.cli.points;

import org.jspecify.annotations.NullMarked;
