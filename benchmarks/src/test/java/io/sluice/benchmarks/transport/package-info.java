@NullMarked
package io.sluice.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
