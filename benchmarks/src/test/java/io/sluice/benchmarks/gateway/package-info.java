@NullMarked
package io.sluice.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
