/**
 * The library: files of any size as chunks in Kafka, with a catalogue that every gateway follows. Sessions' streams
 * call in; everything runs on the event loop's thread unless it says otherwise.
 */
@NullMarked
package io.sluice.gateway.library;

import org.jspecify.annotations.NullMarked;
