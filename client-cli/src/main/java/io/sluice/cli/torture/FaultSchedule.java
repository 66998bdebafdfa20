package io.sluice.cli.torture;

import io.sluice.cli.torture.FaultKind.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The faults of one lane, one after the other, without an end: a function of the seed, the kinds and the cluster's size,
 * of nothing else. Kinds are dealt like cards, so that each comes as often as its weight says in every round. Not
 * thread-safe.
 */
final class FaultSchedule {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private final Random random;
    private final List<FaultKind> deck = new ArrayList<>();
    private final Deque<FaultKind> dealt = new ArrayDeque<>();
    private final TortureSettings settings;

    private FaultSchedule(Random random, TortureSettings settings) {
        this.random = random;
        this.settings = settings;
    }

    /** Empty if none of the chosen kinds belongs to this lane. */
    static Optional<FaultSchedule> of(TortureSettings settings, Lane lane) {
        Set<FaultKind> kinds = settings.kinds();
        // The lanes must not draw the same numbers.
        FaultSchedule schedule = new FaultSchedule(new Random(settings.seed() * 31 + lane.salt()), settings);
        for (FaultKind kind : FaultKind.values()) {
            if (kinds.contains(kind) && kind.lane() == lane) {
                schedule.deck.addAll(Collections.nCopies(kind.weight(), kind));
            }
        }
        return schedule.deck.isEmpty() ? Optional.empty() : Optional.of(schedule);
    }

    Fault next() {
        if (dealt.isEmpty()) {
            List<FaultKind> round = new ArrayList<>(deck);
            Collections.shuffle(round, random);
            dealt.addAll(round);
        }
        FaultKind kind = dealt.remove();
        Duration pause = between(SHORTEST_PAUSE, LONGEST_PAUSE);
        int targets = targets(kind);
        int target = targets == 0 ? 0 : 1 + random.nextInt(targets);
        return new Fault(kind, pause, target, between(kind.shortest(), kind.longest()));
    }

    private int targets(FaultKind kind) {
        return switch (kind) {
            case GATEWAY_KILL, GATEWAY_FREEZE -> settings.gateways();
            case BROKER_KILL, BROKER_FREEZE -> settings.brokers();
            case CUT_ONE, LOSS_ONE -> settings.devices();
            case ROLLING_RESTART, CUT_ALL, LOSS_ALL -> 0;
        };
    }

    private Duration between(Duration shortest, Duration longest) {
        long span = longest.toMillis() - shortest.toMillis();
        return shortest.plusMillis(span == 0 ? 0 : random.nextLong(span + 1));
    }
}
