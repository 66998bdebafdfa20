/**
 * The durable session above the connection: identifiers, positions and the messages of the control plane.
 */
@NullMarked
package io.sluice.crsp.session;

import org.jspecify.annotations.NullMarked;
