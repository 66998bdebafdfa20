/** Tests of what lists have in common. */
@NullMarked
package io.sluice.admin.query;

import org.jspecify.annotations.NullMarked;
