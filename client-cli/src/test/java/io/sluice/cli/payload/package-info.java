/** Tests of payload sources. */
@NullMarked
package io.sluice.cli.payload;

import org.jspecify.annotations.NullMarked;
