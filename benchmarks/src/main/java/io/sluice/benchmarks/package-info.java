/** The command {@code sluice bench}. Nobody calls in: the launcher runs {@link io.sluice.benchmarks.Benchmarks}. */
@NullMarked
package io.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
