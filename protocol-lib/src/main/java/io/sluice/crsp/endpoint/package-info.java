/**
 * The sans-IO endpoint: it finds the connection that owns a datagram, validates addresses before it keeps state for them, negotiates versions and resets what nobody owns.
 */
@NullMarked
package io.sluice.crsp.endpoint;

import org.jspecify.annotations.NullMarked;
