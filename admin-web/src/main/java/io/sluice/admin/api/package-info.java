/** The REST API under {@code /api}. Resources read the gateway's beans and hold no state. */
@NullMarked
package io.sluice.admin.api;

import org.jspecify.annotations.NullMarked;
