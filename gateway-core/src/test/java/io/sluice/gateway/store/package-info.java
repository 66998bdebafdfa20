/** Tests of the package of this name. */
@NullMarked
package io.sluice.gateway.store;

import org.jspecify.annotations.NullMarked;
