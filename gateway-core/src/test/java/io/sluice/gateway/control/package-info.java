/** Tests of renderers and controllers. */
@NullMarked
package io.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
