/** Tests of the delivery checker. */
@NullMarked
package io.sluice.cli.check;

import org.jspecify.annotations.NullMarked;
