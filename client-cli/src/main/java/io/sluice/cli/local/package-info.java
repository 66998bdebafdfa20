/**
 * A Kafka broker and a gateway as processes on this machine, for the quick start and for tests. Each lives in a folder
 * of its own, survives the process that started it, and is found again by its pid file.
 */
@NullMarked
package io.sluice.cli.local;

import org.jspecify.annotations.NullMarked;
