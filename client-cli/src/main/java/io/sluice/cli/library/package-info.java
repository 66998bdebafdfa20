/** Moves files between this machine and the library, piece by piece, so that it can be gone on with. Called by commands. */
@NullMarked
package io.sluice.cli.library;

import org.jspecify.annotations.NullMarked;
