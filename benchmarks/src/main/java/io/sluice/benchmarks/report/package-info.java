/** Tables, charts and JSON of what was measured. Commands call in; nothing here knows what it was. */
@NullMarked
package io.sluice.benchmarks.report;

import org.jspecify.annotations.NullMarked;
