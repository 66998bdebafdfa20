/** The WebSocket by which browsers are renderers. */
@NullMarked
package io.sluice.admin.browser;

import org.jspecify.annotations.NullMarked;
