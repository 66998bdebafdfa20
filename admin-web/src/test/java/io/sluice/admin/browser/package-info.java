@NullMarked
package io.sluice.admin.browser;

import org.jspecify.annotations.NullMarked;
