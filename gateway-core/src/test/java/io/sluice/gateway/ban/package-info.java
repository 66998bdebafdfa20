@NullMarked
package io.sluice.gateway.ban;

import org.jspecify.annotations.NullMarked;
