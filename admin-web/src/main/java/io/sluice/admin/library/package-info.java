/** The library over REST: lists, uploads, downloads with ranges, and removals. */
@NullMarked
package io.sluice.admin.library;

import org.jspecify.annotations.NullMarked;
