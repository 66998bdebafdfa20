/** Payloads that commands write to a topic: numbers, lines, or a file in chunks. */
@NullMarked
package io.sluice.cli.payload;

import org.jspecify.annotations.NullMarked;
