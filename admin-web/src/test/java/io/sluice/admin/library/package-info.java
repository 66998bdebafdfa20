@NullMarked
package io.sluice.admin.library;

import org.jspecify.annotations.NullMarked;
