package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.simulator.LinkSettings;
import java.util.List;

/**
 * One simulated run: how the network behaves, what the clients do and what happens to them. Everything else in the run
 * follows from these values, so equal scenarios give equal runs. Times are milliseconds of virtual time.
 *
 * @param name of the template that it was drawn from
 * @param seed from which it was drawn
 * @param link of every direction
 * @param clients honest clients, each with one session
 * @param streams of each session
 * @param messages on each stream, each way
 * @param maxMessageSize sizes are drawn from 0 to this, in bytes
 * @param streamWindow credit of each stream, in bytes
 * @param connectionWindow credit over all streams, in bytes
 * @param slowReaders probability that the reader of a direction takes little at a time
 * @param stoppingReaders probability that the reader of a direction stops for some seconds
 * @param resets probability that the sender of a direction abandons it half-way
 * @param stops probability that the receiver of a direction does not want it any more half-way
 * @param secure whether packets are encrypted, after resumption by a ticket; otherwise they are plain
 * @param congestion the controller of both sides
 * @param cuts when all links are cut and for how long
 * @param moves when a client changes its address
 * @param restarts when the gateway is killed, and for how long it is away
 * @param jumps when the clock of a machine jumps ahead, as after a sleep
 * @param freezes when a process stops for a while
 * @param hostile peers that keep no rule, each beside the honest ones on the same gateway
 */
public record Scenario(
        String name,
        long seed,
        LinkSettings link,
        int clients,
        int streams,
        int messages,
        int maxMessageSize,
        int streamWindow,
        int connectionWindow,
        double slowReaders,
        double stoppingReaders,
        double resets,
        double stops,
        boolean secure,
        CongestionAlgorithm congestion,
        List<Outage> cuts,
        List<Move> moves,
        List<Outage> restarts,
        List<Jolt> jumps,
        List<Jolt> freezes,
        List<Hostility> hostile) {

    /** The machine of the gateway in a {@link Jolt}; other numbers are clients'. */
    public static final int GATEWAY = -1;

    /** Copies the lists. */
    public Scenario {
        cuts = List.copyOf(cuts);
        moves = List.copyOf(moves);
        restarts = List.copyOf(restarts);
        jumps = List.copyOf(jumps);
        freezes = List.copyOf(freezes);
        hostile = List.copyOf(hostile);
    }

    /** Something is away from {@code atMillis} on for {@code millis}. */
    public record Outage(long atMillis, long millis) {}

    /** Client {@code client} has another address from {@code atMillis} on. */
    public record Move(long atMillis, int client) {}

    /** Something of {@code millis} happens to a machine: {@link #GATEWAY} or a client's number. */
    public record Jolt(long atMillis, int machine, long millis) {}

    /**
     * Draws a scenario from the template {@code mixed}; the same seed gives the same one.
     *
     * @param seed any number
     */
    public static Scenario of(long seed) {
        return ScenarioTemplate.named("mixed").draw(seed);
    }

    /** True if a connection may end before its work is done, and be followed by another, without anybody's fault. */
    public boolean mayReconnect() {
        return !restarts.isEmpty() || !jumps.isEmpty() || !freezes.isEmpty()
                || cuts.stream().mapToLong(Outage::millis).sum() > LONG_CUT;
    }

    /** Silence of this many milliseconds in all may use up the idle timeout of 15 s, with losses before and after. */
    private static final long LONG_CUT = 9000;
}
