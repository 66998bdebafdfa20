@NullMarked
package io.sluice.cli.gateway;

import org.jspecify.annotations.NullMarked;
