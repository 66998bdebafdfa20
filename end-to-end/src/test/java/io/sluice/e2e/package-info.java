/** Tests with a real broker in a JVM of its own and a real gateway process. */
@NullMarked
package io.sluice.e2e;

import org.jspecify.annotations.NullMarked;
