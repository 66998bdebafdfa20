/**
 * The sans-IO connection: it takes datagrams, time and calls, and gives datagrams, deadlines and events. No socket, thread, clock or random source is reached from here.
 */
@NullMarked
package io.sluice.crsp.connection;

import org.jspecify.annotations.NullMarked;
