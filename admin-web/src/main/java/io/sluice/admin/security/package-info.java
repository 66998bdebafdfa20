/** How callers prove who they are: HTTP Basic for programs, a login form and its session for people. */
@NullMarked
package io.sluice.admin.security;

import org.jspecify.annotations.NullMarked;
