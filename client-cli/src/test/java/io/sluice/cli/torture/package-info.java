@NullMarked
package io.sluice.cli.torture;

import org.jspecify.annotations.NullMarked;
