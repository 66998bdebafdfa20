/** Bad networks between the two ends of a transport. Suites call in. */
@NullMarked
package io.sluice.benchmarks.lossy;

import org.jspecify.annotations.NullMarked;
