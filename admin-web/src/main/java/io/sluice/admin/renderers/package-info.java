/** Renderers over REST: what they do, and commands for them. */
@NullMarked
package io.sluice.admin.renderers;

import org.jspecify.annotations.NullMarked;
