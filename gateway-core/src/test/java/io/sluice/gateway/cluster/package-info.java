/** Tests of the package of this name. */
@NullMarked
package io.sluice.gateway.cluster;

import org.jspecify.annotations.NullMarked;
