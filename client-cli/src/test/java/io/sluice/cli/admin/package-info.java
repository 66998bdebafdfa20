/** Tests of {@code sluice admin}, against an API that says what it is told to. */
@NullMarked
package io.sluice.cli.admin;

import org.jspecify.annotations.NullMarked;
