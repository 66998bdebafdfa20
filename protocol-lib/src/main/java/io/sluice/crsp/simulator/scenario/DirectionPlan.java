package io.sluice.crsp.simulator.scenario;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What happens in one direction of one stream of a session. Both sides draw the same from the scenario without telling
 * each other.
 *
 * @param seed of the messages' content
 * @param messages that the sender has
 * @param maxMessageSize their largest size, in bytes
 * @param resetAfter messages after which the sender abandons the direction, or {@link #NEVER}
 * @param stopAfter messages after which the receiver wants no more, or {@link #NEVER}
 * @param batch messages that the receiver takes at a time, or {@link #ALL}
 * @param pauseMillis how long it waits then
 * @param standAt message at which the receiver stands still once, or {@link #NEVER}
 * @param standMillis for how long
 */
record DirectionPlan(
        long seed,
        int messages,
        int maxMessageSize,
        int resetAfter,
        int stopAfter,
        int batch,
        int pauseMillis,
        int standAt,
        int standMillis) {
    static final int NEVER = -1;
    static final int ALL = Integer.MAX_VALUE;

    static DirectionPlan of(Scenario scenario, int client, int stream, boolean fromClient) {
        long seed = mix(mix(mix(scenario.seed()) ^ client) ^ stream << 1 ^ (fromClient ? 1 : 0));
        SplittableRandom random = new SplittableRandom(seed);
        int messages = scenario.messages();
        boolean resets = random.nextDouble() < scenario.resets();
        boolean stops = random.nextDouble() < scenario.stops();
        boolean slow = random.nextDouble() < scenario.slowReaders();
        boolean stands = random.nextDouble() < scenario.stoppingReaders();
        return new DirectionPlan(
                seed,
                messages,
                scenario.maxMessageSize(),
                resets ? random.nextInt(messages + 1) : NEVER,
                stops ? random.nextInt(messages + 1) : NEVER,
                slow ? random.nextInt(1, 5) : ALL,
                random.nextInt(1, 60),
                stands ? random.nextInt(messages + 1) : NEVER,
                random.nextInt(100, 8000));
    }

    /** Message {@code index} of this direction. */
    byte[] message(int index) {
        SplittableRandom random = new SplittableRandom(mix(seed ^ index));
        byte[] bytes = new byte[random.nextInt(maxMessageSize + 1)];
        random.nextBytes(bytes);
        if (bytes.length >= Integer.BYTES) {
            // A message for another in a failure is told apart at a glance.
            ByteBuffer.wrap(bytes).putInt(index);
        }
        return bytes;
    }

    private static long mix(long value) {
        return new SplittableRandom(value).nextLong();
    }
}
