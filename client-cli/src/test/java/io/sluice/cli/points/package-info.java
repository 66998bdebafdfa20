/** Tests of the package of this name. */
@NullMarked
package io.sluice.cli.points;

import org.jspecify.annotations.NullMarked;
