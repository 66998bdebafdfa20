/** What commands say, to people and to machines. Commands call in; nothing here knows a command. */
@NullMarked
package io.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
