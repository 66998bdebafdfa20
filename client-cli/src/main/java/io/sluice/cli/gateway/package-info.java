/** The gateway as the command line uses it: options, what is told of the connection, failures in sentences. */
@NullMarked
package io.sluice.cli.gateway;

import org.jspecify.annotations.NullMarked;
