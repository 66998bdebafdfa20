/** Tests of data points. */
@NullMarked
package io.sluice.gateway.points;

import org.jspecify.annotations.NullMarked;
