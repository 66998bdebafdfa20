/** Tests of the application as it is shipped, deployed on the real Liberty. */
@NullMarked
package io.sluice.gateway.ear;

import org.jspecify.annotations.NullMarked;
