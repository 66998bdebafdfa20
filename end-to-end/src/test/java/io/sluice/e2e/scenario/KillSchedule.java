package io.sluice.e2e.scenario;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random moments of a delivery at which something happens to a process: after how many records. The moments come from
 * one seed, which is printed and can be given as {@code -Dsluice.e2e.seed}.
 *
 * @param positions rising
 */
public record KillSchedule(List<Long> positions) {
    private static final long SEED = Long.getLong("sluice.e2e.seed", new SecureRandom().nextLong());
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** What is done at such a moment. */
    @FunctionalInterface
    public interface Blow {
        void strike() throws Exception;
    }

    public KillSchedule {
        positions = List.copyOf(positions);
    }

    /**
     * Draws moments, all before the last twentieth, so that something is left to go on with.
     *
     * @param kills how many
     * @param records of the whole delivery
     */
    public static KillSchedule random(int kills, long records) {
        KillSchedule schedule = new KillSchedule(new SplittableRandom(SEED)
                .longs(kills, 1, records - records / 20).sorted().boxed().toList());
        System.out.println("seed " + SEED + ": after records " + schedule.positions);
        return schedule;
    }

    /** Strikes when the receiver has come to each position. Returns after the last. */
    public void run(Receiver receiver, Blow blow) throws Exception {
        for (long position : positions) {
            receiver.awaitDelivered(position, PATIENCE);
            blow.strike();
        }
    }
}
