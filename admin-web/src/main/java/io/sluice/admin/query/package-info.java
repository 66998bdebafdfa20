/** What lists have in common: their parameters, pages, cursors and the tags of what may change. */
@NullMarked
package io.sluice.admin.query;

import org.jspecify.annotations.NullMarked;
