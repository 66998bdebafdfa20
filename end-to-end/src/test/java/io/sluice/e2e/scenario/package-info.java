/**
 * What end-to-end tests are made of: processes, topics, bad networks, receivers that check what they get, and kills at
 * random moments. A test asks for a {@link io.sluice.e2e.scenario.Scenario} and need not tidy up.
 */
@NullMarked
package io.sluice.e2e.scenario;

import org.jspecify.annotations.NullMarked;
