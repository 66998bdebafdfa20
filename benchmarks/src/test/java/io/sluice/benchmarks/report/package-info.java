@NullMarked
package io.sluice.benchmarks.report;

import org.jspecify.annotations.NullMarked;
