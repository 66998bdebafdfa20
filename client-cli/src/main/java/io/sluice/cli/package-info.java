/** The {@code sluice} command: its root, options shared by the subcommands, and exit codes. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
