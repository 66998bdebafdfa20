/**
 * The public client API: a session that reconnects and resumes on its own. Start at {@link io.sluice.crsp.client.SluiceClient}.
 */
@NullMarked
package io.sluice.crsp.client;

import org.jspecify.annotations.NullMarked;
