/** The command {@code sluice bench transport}: which measures there are, of whom, and how each is taken. */
@NullMarked
package io.sluice.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
