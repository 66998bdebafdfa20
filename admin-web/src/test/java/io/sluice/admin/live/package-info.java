/** Tests of what the API answers. */
@NullMarked
package io.sluice.admin.live;

import org.jspecify.annotations.NullMarked;
