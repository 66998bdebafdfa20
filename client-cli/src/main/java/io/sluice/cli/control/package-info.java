/** The commands {@code renderer} and {@code controller}. */
@NullMarked
package io.sluice.cli.control;

import org.jspecify.annotations.NullMarked;
