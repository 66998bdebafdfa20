/**
 * Congestion control behind one interface, after RFC 9002 §7 and RFC 9438, and the pacer. Used by {@code connection} only.
 */
@NullMarked
package io.sluice.crsp.congestion;

import org.jspecify.annotations.NullMarked;
