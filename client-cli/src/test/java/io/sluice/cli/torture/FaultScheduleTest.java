package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.torture.FaultKind.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
    private static final int MANY = 500;

    private static TortureSettings settings(long seed, Set<FaultKind> kinds) {
        return new TortureSettings(Duration.ofMinutes(1), seed, 3, 2, 20, kinds, 100, 1, false);
    }

    private static List<Fault> faults(TortureSettings settings, Lane lane) {
        FaultSchedule schedule = FaultSchedule.of(settings, lane).orElseThrow();
        return Stream.generate(schedule::next).limit(MANY).toList();
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        for (Lane lane : Lane.values()) {
            assertThat(faults(settings(7, FaultKind.all()), lane))
                    .isEqualTo(faults(settings(7, FaultKind.all()), lane));
        }
    }

    @Test
    void anotherSeedGivesOthers() {
        for (Lane lane : Lane.values()) {
            assertThat(faults(settings(7, FaultKind.all()), lane))
                    .isNotEqualTo(faults(settings(8, FaultKind.all()), lane));
        }
    }

    @Test
    void everyKindComesOnItsLane() {
        for (Lane lane : Lane.values()) {
            assertThat(faults(settings(1, FaultKind.all()), lane).stream().map(Fault::kind).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(FaultKind.values()).filter(kind -> kind.lane() == lane).toList());
        }
    }

    @Test
    void onlyChosenKindsCome() {
        TortureSettings chosen = settings(1, EnumSet.of(FaultKind.CUT_ALL, FaultKind.BROKER_KILL));

        assertThat(faults(chosen, Lane.CLUSTER)).extracting(Fault::kind)
                .containsOnly(FaultKind.CUT_ALL, FaultKind.BROKER_KILL);
        assertThat(FaultSchedule.of(chosen, Lane.DEVICE)).isEmpty();
    }

    @Test
    void targetsAndLengthsAreWithinTheirRanges() {
        for (Lane lane : Lane.values()) {
            assertThat(faults(settings(3, FaultKind.all()), lane)).allSatisfy(fault -> {
                int most = switch (fault.kind()) {
                    case GATEWAY_KILL, GATEWAY_FREEZE -> 3;
                    case BROKER_KILL, BROKER_FREEZE -> 2;
                    case CUT_ONE, LOSS_ONE -> 20;
                    case ROLLING_RESTART, CUT_ALL, LOSS_ALL -> 0;
                };
                assertThat(fault.target()).isBetween(Math.min(1, most), most);
                assertThat(fault.length()).isBetween(fault.kind().shortest(), fault.kind().longest());
                assertThat(fault.pause()).isPositive();
            });
        }
    }

    @Test
    void everyProcessIsATarget() {
        List<Fault> all = faults(settings(5, FaultKind.all()), Lane.CLUSTER);

        assertThat(all.stream().filter(fault -> fault.kind() == FaultKind.GATEWAY_KILL).map(Fault::target))
                .contains(1, 2, 3);
        assertThat(all.stream().filter(fault -> fault.kind() == FaultKind.BROKER_KILL).map(Fault::target))
                .contains(1, 2);
    }
}
