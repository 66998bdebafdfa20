/** Renderers and controllers: what is played where, and who says so. */
@NullMarked
package io.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
