/**
 * The transports that are compared, one class each, and what they carry. Suites call in. A new one implements {@link
 * io.sluice.benchmarks.contestant.Contestant} and is listed in the suite.
 */
@NullMarked
package io.sluice.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
