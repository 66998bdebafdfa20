/**
 * Data points: series of values, each at a time, in a topic that every gateway folds into memory. Sessions' streams call
 * in; everything runs on the event loop's thread unless it says otherwise.
 */
@NullMarked
package io.sluice.gateway.points;

import org.jspecify.annotations.NullMarked;
