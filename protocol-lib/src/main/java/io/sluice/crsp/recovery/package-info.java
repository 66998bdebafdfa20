/**
 * Acknowledgements, round-trip estimation and loss detection after RFC 9002. Used by {@code connection} only.
 */
@NullMarked
package io.sluice.crsp.recovery;

import org.jspecify.annotations.NullMarked;
