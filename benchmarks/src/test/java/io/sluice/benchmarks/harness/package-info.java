@NullMarked
package io.sluice.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
