@NullMarked
package io.sluice.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;
