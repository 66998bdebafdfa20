/** Tests of the demonstration's parts that need no processes. */
@NullMarked
package io.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
