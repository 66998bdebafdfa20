/** {@code sluice admin}: what the console does, for scripts, over the same REST API. */
@NullMarked
package io.sluice.cli.admin;

import org.jspecify.annotations.NullMarked;
