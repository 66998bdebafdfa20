/** Server-sent events: what changes, told to those who listen, at a bounded cost. */
@NullMarked
package io.sluice.admin.live;

import org.jspecify.annotations.NullMarked;
