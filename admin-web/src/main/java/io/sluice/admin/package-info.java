/** The REST API and what stands behind the console's login. */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
