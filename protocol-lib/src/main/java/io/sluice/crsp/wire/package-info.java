/**
 * The bytes of CRSP/2: variable-length integers, packet headers, frames, packet protection and the registry of error codes. Pure functions over buffers; every decoder treats its input as hostile.
 */
@NullMarked
package io.sluice.crsp.wire;

import org.jspecify.annotations.NullMarked;
