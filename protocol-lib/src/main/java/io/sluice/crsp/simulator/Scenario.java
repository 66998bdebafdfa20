package io.sluice.crsp.simulator;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One simulated run: how the network behaves, what the clients do and what happens to them. Everything follows from the
 * seed.
 *
 * @param link of every direction
 * @param clients connections, 1 to 5
 * @param streams streams of each client, 1 to 4
 * @param messages messages on each stream, each way
 * @param maxMessageSize sizes are drawn from 0 to this, in bytes
 * @param cuts when all links are cut and for how long
 * @param moves when a client changes its address
 * @param congestion the controller of both sides
 */
public record Scenario(
        long seed,
        LinkSettings link,
        int clients,
        int streams,
        int messages,
        int maxMessageSize,
        List<Cut> cuts,
        List<Move> moves,
        CongestionAlgorithm congestion) {
    /** Copies the lists. */
    public Scenario {
        cuts = List.copyOf(cuts);
        moves = List.copyOf(moves);
    }

    /** All links carry nothing from {@code atMillis} on for {@code millis}. */
    public record Cut(long atMillis, long millis) {}

    /** Client {@code client} has another address from {@code atMillis} on. */
    public record Move(long atMillis, int client) {}

    /** Draws a scenario; the same seed gives the same one. */
    public static Scenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int delay = random.nextInt(4) == 0 ? 0 : random.nextInt(150);
        LinkSettings link = LinkSettings.builder()
                .loss(random.nextInt(3) == 0 ? 0 : random.nextDouble(0.25))
                .corruption(random.nextInt(3) == 0 ? random.nextDouble(0.15) : 0)
                .duplication(random.nextInt(3) == 0 ? random.nextDouble(0.3) : 0)
                .reordering(random.nextInt(3) == 0 ? random.nextDouble(0.3) : 0)
                .delay(Duration.ofMillis(delay / 3), Duration.ofMillis(delay))
                .packetsPerSecond(random.nextInt(3) == 0 ? random.nextLong(100, 2000) : 0)
                .build();
        int clients = random.nextInt(1, 6);
        List<Cut> cuts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            cuts.add(new Cut(random.nextLong(5000), random.nextLong(50, 4000)));
        }
        List<Move> moves = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            moves.add(new Move(random.nextLong(5000), random.nextInt(clients)));
        }
        return new Scenario(
                seed,
                link,
                clients,
                random.nextInt(1, 5),
                random.nextInt(1, 120),
                random.nextInt(8) == 0 ? 60_000 : random.nextInt(1, 3000),
                cuts,
                moves,
                random.nextInt(3) == 0 ? CongestionAlgorithm.BBR : CongestionAlgorithm.CUBIC);
    }
}
