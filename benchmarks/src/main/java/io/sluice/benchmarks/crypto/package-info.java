/** What the JDK's cryptography alone can do: the limits that no secure transport passes. Suites call in. */
@NullMarked
package io.sluice.benchmarks.crypto;

import org.jspecify.annotations.NullMarked;
