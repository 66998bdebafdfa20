/**
 * Proves a delivery: in order, nothing lost, nothing twice. Used by {@code receive --check} and by
 * every test that delivers something. No input or output here.
 */
@NullMarked
package io.sluice.cli.check;

import org.jspecify.annotations.NullMarked;
