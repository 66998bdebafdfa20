/** Tests of the library. */
@NullMarked
package io.sluice.gateway.library;

import org.jspecify.annotations.NullMarked;
