/** Where sessions outlive the process: the compacted topic of session records. */
@NullMarked
package io.sluice.gateway.store;

import org.jspecify.annotations.NullMarked;
