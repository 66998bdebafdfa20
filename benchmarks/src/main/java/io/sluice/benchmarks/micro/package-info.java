/** Microbenchmarks (JMH) of the parts. Nobody calls in: {@code sluice bench micro} finds them by their annotations. */
@NullMarked
package io.sluice.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
