/**
 * Rounds, processes and summaries of measurements, of whatever they measure. Suites call in; nothing here knows a
 * transport.
 */
@NullMarked
package io.sluice.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
