/** REST resources of addresses that administrators keep away. */
@NullMarked
package io.sluice.admin.bans;

import org.jspecify.annotations.NullMarked;
