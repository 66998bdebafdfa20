/** The gateway's beans; each sub-package is one concern. */
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
