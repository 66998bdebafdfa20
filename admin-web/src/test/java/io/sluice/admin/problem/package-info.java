/** Tests of errors as the API answers them. */
@NullMarked
package io.sluice.admin.problem;

import org.jspecify.annotations.NullMarked;
