@NullMarked
package io.sluice.admin.renderers;

import org.jspecify.annotations.NullMarked;
