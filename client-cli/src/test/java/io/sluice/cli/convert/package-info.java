/** Tests of what people write on a command line. */
@NullMarked
package io.sluice.cli.convert;

import org.jspecify.annotations.NullMarked;
