/** Captures of real datagrams, and Wireshark's dissector held against them. For tests of every package. */
@NullMarked
package io.sluice.crsp.capture;

import org.jspecify.annotations.NullMarked;
