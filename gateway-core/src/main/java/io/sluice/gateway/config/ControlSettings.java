package io.sluice.gateway.config;

import java.time.Duration;

/**
 * Limits of renderers and their commands. Each setting is a MicroProfile Config property and, in capitals with underscores,
 * an environment variable.
 *
 * @param maxRenderers {@code sluice.renderers.max}: renderers that the gateways of a cluster know, together with those that
 *     are remembered although they are gone. Default 10,000
 * @param retention {@code sluice.renderers.retention}: how long a renderer that is gone is remembered, so that its name
 *     tells more than nothing. Default 1 h
 * @param answerTimeout {@code sluice.control.timeout}: how long a command waits to be acknowledged by its renderer, or by
 *     the gateway that has the session whose streams it concerns.
 *     Default 5 s
 * @param streams {@code sluice.control.streams}: whose streams controllers connected here may steer: none, own, which is
 *     those of their own session, or any, which is those of every session whose id they know. Default any
 * @param maxBrowsers {@code sluice.renderers.browser.max}: browsers that are renderers of this gateway at a time. Default 1000
 */
public record ControlSettings(int maxRenderers, Duration retention, Duration answerTimeout, StreamRights streams,
        int maxBrowsers) {
    /** What holds if nothing is set. */
    public static final ControlSettings DEFAULT = new ControlSettings(
            10_000, Duration.ofHours(1), Duration.ofSeconds(5), StreamRights.ANY, 1000);

    public ControlSettings {
        GatewayConfig.check(
                maxBrowsers >= 0 && maxBrowsers <= 100_000, "sluice.renderers.browser.max must be 0 to 100000",
                maxBrowsers);
        GatewayConfig.check(
                maxRenderers >= 1 && maxRenderers <= 1_000_000,
                "sluice.renderers.max must be 1 to 1000000",
                maxRenderers);
        GatewayConfig.checkWithin(
                retention, "sluice.renderers.retention", Duration.ofSeconds(1), Duration.ofDays(30));
        GatewayConfig.checkWithin(
                answerTimeout, "sluice.control.timeout", Duration.ofMillis(100), Duration.ofMinutes(10));
    }
}
