/**
 * The subcommands of {@code sluice}, one a class. Each reads its options, does its work with the
 * packages beside this one, and returns an {@link io.sluice.cli.ExitCode}.
 */
@NullMarked
package io.sluice.cli.commands;

import org.jspecify.annotations.NullMarked;
