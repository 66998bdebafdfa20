/** Reads what people write on a command line: quantities with units, addresses, schedules. */
@NullMarked
package io.sluice.cli.convert;

import org.jspecify.annotations.NullMarked;
