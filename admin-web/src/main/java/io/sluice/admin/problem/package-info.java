/** Errors as every part of the API answers them (RFC 9457). Resources throw {@link ProblemException}; nothing else is needed. */
@NullMarked
package io.sluice.admin.problem;

import org.jspecify.annotations.NullMarked;
