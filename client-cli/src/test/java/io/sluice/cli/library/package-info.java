/** Tests of the package of this name. */
@NullMarked
package io.sluice.cli.library;

import org.jspecify.annotations.NullMarked;
