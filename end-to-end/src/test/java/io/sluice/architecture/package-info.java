/** Rules that hold for the whole project, not for one module. */
@NullMarked
package io.sluice.architecture;

import org.jspecify.annotations.NullMarked;
