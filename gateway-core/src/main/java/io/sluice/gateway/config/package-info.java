/** The gateway's settings, read once from MicroProfile Config and checked. */
@NullMarked
package io.sluice.gateway.config;

import org.jspecify.annotations.NullMarked;
