/** Decoders and whole connections under bytes of chance; see CONTRIBUTING.md on how to fuzz and what is kept. */
@NullMarked
package io.sluice.crsp.fuzz;

import org.jspecify.annotations.NullMarked;
