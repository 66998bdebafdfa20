/** Tests of what the API answers. */
@NullMarked
package io.sluice.admin.api;

import org.jspecify.annotations.NullMarked;
