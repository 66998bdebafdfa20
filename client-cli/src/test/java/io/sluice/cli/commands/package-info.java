/** Tests of the subcommands, run as a user runs them. */
@NullMarked
package io.sluice.cli.commands;

import org.jspecify.annotations.NullMarked;
