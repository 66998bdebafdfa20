/** Sessions as the gateway knows them, and the view of them that the REST API reads. */
@NullMarked
package io.sluice.gateway.session;

import org.jspecify.annotations.NullMarked;
