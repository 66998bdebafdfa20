/**
 * Addresses that administrators keep away for a time, in a topic that every gateway folds into memory. The session layer
 * asks and is told; the REST API bans and lifts.
 */
@NullMarked
package io.sluice.gateway.ban;

import org.jspecify.annotations.NullMarked;
