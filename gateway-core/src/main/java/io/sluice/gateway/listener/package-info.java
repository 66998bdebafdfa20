/** The UDP listener and what each connection may ask for. */
@NullMarked
package io.sluice.gateway.listener;

import org.jspecify.annotations.NullMarked;
