/** The gateways of one cluster: which shards are whose, who is alive, and where each is found. */
@NullMarked
package io.sluice.gateway.cluster;

import org.jspecify.annotations.NullMarked;
