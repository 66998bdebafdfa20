/** Browsers that are renderers: what they say over a WebSocket and are told, without the WebSocket itself. */
@NullMarked
package io.sluice.gateway.browser;

import org.jspecify.annotations.NullMarked;
