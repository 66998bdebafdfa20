package io.sluice.crsp.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedLinkTest {
    private static final int MANY = 20_000;
    private static final Duration SPACING = Duration.ofMillis(1);

    private static LinkSettings.Builder link() {
        return LinkSettings.builder();
    }

    private static LinkSettings everyFault() {
        return link().loss(0.1)
                .corruption(0.1)
                .duplication(0.05)
                .reordering(0.05)
                .delay(Duration.ofMillis(5), Duration.ofMillis(100))
                .bytesPerSecond(150_000)
                .queueBytes(10_000)
                .build();
    }

    @Test
    void perfectLinkDeliversEverythingAtOnceInOrder() {
        SimulatedLink link = SimulatedLink.seeded(LinkSettings.perfect(), 1);

        LinkRun run = new LinkRun(link, SPACING).offer(100, 4);

        assertThat(run.order()).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(run.delaysNanos()).containsOnly(0L);
        assertThat(link.counters()).isEqualTo(new LinkCounters(100, 0, 0, 0, 0, 0, 0, 0, 100, 400, 400));
        assertThat(link.nextDeliveryTime()).isEmpty();
    }

    @Test
    void sameSeedReplaysTheRunBitForBit() {
        LinkRun first = new LinkRun(SimulatedLink.seeded(everyFault(), 7), SPACING).offer(2_000, 200);
        LinkRun second = new LinkRun(SimulatedLink.seeded(everyFault(), 7), SPACING).offer(2_000, 200);

        assertThat(second.log()).isNotEmpty().isEqualTo(first.log());
    }

    @Test
    void otherSeedGivesAnotherRun() {
        LinkRun first = new LinkRun(SimulatedLink.seeded(everyFault(), 7), SPACING).offer(2_000, 200);
        LinkRun second = new LinkRun(SimulatedLink.seeded(everyFault(), 8), SPACING).offer(2_000, 200);

        assertThat(second.log()).isNotEqualTo(first.log());
    }

    @Test
    void runDoesNotDependOnWhereTheClockStartsNorOnItsWrap() {
        LinkRun atZero = new LinkRun(SimulatedLink.seeded(everyFault(), 7), SPACING).offer(2_000, 200);
        LinkRun wrapping = new LinkRun(SimulatedLink.seeded(everyFault(), 7), SPACING, Long.MAX_VALUE - 1_000_000_000L)
                .offer(2_000, 200);

        assertThat(wrapping.log()).isEqualTo(atZero.log());
    }

    @Test
    void sizeOfADatagramDoesNotChangeTheFateOfLaterOnes() {
        LinkSettings settings = link().loss(0.3).corruption(0.3).build();
        LinkRun small = new LinkRun(SimulatedLink.seeded(settings, 3), SPACING).offer(1_000, 4);
        LinkRun large = new LinkRun(SimulatedLink.seeded(settings, 3), SPACING).offer(1_000, 1_200);

        assertThat(large.log()).hasSameSizeAs(small.log());
        assertThat(large.log().stream().map(line -> line.split(" ", 2)[0]))
                .containsExactlyElementsOf(small.log().stream().map(line -> line.split(" ", 2)[0]).toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.3})
    void losesTheProportionAskedFor(double loss) {
        SimulatedLink link = SimulatedLink.seeded(link().loss(loss).build(), 11);

        LinkRun run = new LinkRun(link, SPACING).offer(MANY, 4);

        assertThat(link.counters().lost() / (double) MANY).isCloseTo(loss, within(0.01));
        assertThat(run.order()).hasSize((int) (MANY - link.counters().lost()));
    }

    @Test
    void certainLossDeliversNothing() {
        SimulatedLink link = SimulatedLink.seeded(link().loss(1).build(), 11);

        assertThat(new LinkRun(link, SPACING).offer(100, 4).order()).isEmpty();
        assertThat(link.counters().lost()).isEqualTo(100);
    }

    @Test
    void corruptsTheProportionAskedForAndCountsExactlyThose() {
        byte[] sound = new byte[100];
        SimulatedLink link = SimulatedLink.seeded(link().corruption(0.1).build(), 12);
        int damaged = 0;
        for (int number = 0; number < MANY; number++) {
            link.offer(number, sound);
            byte[] arrived = link.poll(number);
            assertThat(arrived).isNotNull().hasSameSizeAs(sound);
            int flipped = BitSet.valueOf(arrived).cardinality();
            assertThat(flipped).isBetween(0, LinkSettings.MAX_FLIPPED_BITS);
            damaged += flipped > 0 ? 1 : 0;
        }

        assertThat(link.counters().corrupted()).isEqualTo(damaged);
        assertThat(damaged / (double) MANY).isCloseTo(0.1, within(0.01));
        assertThat(sound).containsOnly(0);
    }

    @Test
    void certainCorruptionDamagesEvenOneByteAndLeavesEmptyDatagramsAlone() {
        SimulatedLink link = SimulatedLink.seeded(link().corruption(1).build(), 13);
        for (int number = 0; number < 1_000; number++) {
            link.offer(0, new byte[1]);
            assertThat(link.poll(0)).isNotNull().isNotEqualTo(new byte[1]);
        }

        link.offer(0, new byte[0]);

        assertThat(link.poll(0)).isEmpty();
        assertThat(link.counters().corrupted()).isEqualTo(1_000);
    }

    @Test
    void duplicatesTheProportionAskedForWithDelaysOfTheirOwn() {
        LinkSettings settings = link().duplication(0.1).delay(Duration.ZERO, Duration.ofMillis(10)).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 14);

        LinkRun run = new LinkRun(link, Duration.ofMillis(20)).offer(MANY, 4);

        assertThat(link.counters().duplicated() / (double) MANY).isCloseTo(0.1, within(0.01));
        assertThat(run.order()).hasSize((int) (MANY + link.counters().duplicated()));
        assertThat(run.order().stream().distinct()).hasSize(MANY);
        assertThat(run.delaysNanos().stream().distinct().count()).isGreaterThan(MANY);
    }

    @Test
    void copyIsAnArrayOfItsOwn() {
        SimulatedLink link = SimulatedLink.seeded(link().duplication(1).build(), 14);
        link.offer(0, new byte[]{1});

        byte[] first = link.poll(0);
        byte[] second = link.poll(0);

        assertThat(second).isNotNull().isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void reordersTheProportionAskedFor() {
        LinkSettings settings = link().reordering(0.1).reorderingDelay(Duration.ofMillis(5)).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 15);

        LinkRun run = new LinkRun(link, SPACING).offer(MANY, 4);

        assertThat(run.order()).hasSize(MANY);
        assertThat(link.counters().reordered() / (double) MANY).isCloseTo(0.1, within(0.01));
        assertThat(run.delaysNanos()).containsOnly(0L, Duration.ofMillis(5).toNanos());
    }

    @Test
    void delayIsUniformBetweenItsBoundsAndLetsLaterDatagramsOvertake() {
        LinkSettings settings = link().delay(Duration.ofMillis(10), Duration.ofMillis(100)).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 16);

        LinkRun run = new LinkRun(link, SPACING).offer(MANY, 4);

        assertThat(run.delaysNanos()).allMatch(delay -> delay >= 10_000_000 && delay <= 100_000_000);
        double meanMillis = run.delaysNanos().stream().mapToLong(Long::longValue).average().orElseThrow() / 1e6;
        assertThat(meanMillis).isCloseTo(55.0, within(1.0));
        assertThat(link.counters().reordered()).isGreaterThan(MANY / 2);
    }

    @Test
    void byteRateSpacesDatagramsByTheirLength() {
        // 1000 bytes at 100,000 bytes a second take 10 ms each.
        SimulatedLink link = SimulatedLink.seeded(link().bytesPerSecond(100_000).build(), 17);
        for (int number = 0; number < 3; number++) {
            link.offer(0, new byte[1_000]);
        }

        assertThat(link.poll(9_999_999)).isNull();
        assertThat(link.poll(10_000_000)).isNotNull();
        assertThat(link.nextDeliveryTime()).hasValue(20_000_000);
        assertThat(link.poll(20_000_000)).isNotNull();
        assertThat(link.nextDeliveryTime()).hasValue(30_000_000);
    }

    @Test
    void idleLinkSavesUpNoRate() {
        SimulatedLink link = SimulatedLink.seeded(link().packetsPerSecond(100).build(), 17);
        long later = Duration.ofSeconds(10).toNanos();

        link.offer(later, new byte[1]);
        link.offer(later, new byte[1]);

        assertThat(link.poll(later + 10_000_000)).isNotNull();
        assertThat(link.nextDeliveryTime()).hasValue(later + 20_000_000);
    }

    @Test
    void packetRateHoldsOverASecond() {
        SimulatedLink link = SimulatedLink.seeded(link().packetsPerSecond(1_000).queueBytes(1_000_000).build(), 18);
        for (int number = 0; number < 5_000; number++) {
            link.offer(0, new byte[10]);
        }
        int arrived = 0;
        while (link.poll(Duration.ofSeconds(1).toNanos()) != null) {
            arrived++;
        }

        assertThat(arrived).isEqualTo(1_000);
    }

    @Test
    void slowerOfTheTwoRatesDecides() {
        LinkSettings settings = link().packetsPerSecond(100).bytesPerSecond(1_000).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 18);

        link.offer(0, new byte[1]);
        link.offer(0, new byte[100]);

        assertThat(link.nextDeliveryTime()).hasValue(10_000_000);
        assertThat(link.poll(10_000_000)).hasSize(1);
        assertThat(link.nextDeliveryTime()).hasValue(110_000_000);
    }

    @Test
    void fullQueueDropsTheTailAndTakesAgainWhenItHasDrained() {
        LinkSettings settings = link().bytesPerSecond(1_000).queueBytes(300).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 19);
        for (int number = 0; number < 5; number++) {
            link.offer(0, new byte[100]);
        }

        assertThat(link.counters().overflowed()).isEqualTo(2);
        link.offer(Duration.ofMillis(100).toNanos(), new byte[100]);
        assertThat(link.counters().overflowed()).isEqualTo(2);
        link.offer(Duration.ofMillis(100).toNanos(), new byte[100]);
        assertThat(link.counters().overflowed()).isEqualTo(3);
    }

    @Test
    void datagramLongerThanTheQueuePassesAnIdleLink() {
        SimulatedLink link = SimulatedLink.seeded(link().bytesPerSecond(1_000).queueBytes(10).build(), 19);

        link.offer(0, new byte[100]);

        assertThat(link.counters().overflowed()).isZero();
    }

    @Test
    void whatIsUnderWayIsBounded() {
        LinkSettings settings = link().delay(Duration.ofSeconds(1), Duration.ofSeconds(1)).inFlightBytes(1_000).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 20);
        for (int number = 0; number < 2_000; number++) {
            link.offer(0, new byte[number % 2]);
        }

        assertThat(link.counters().overflowed()).isEqualTo(1_000);
    }

    @Test
    void datagramBeyondTheMtuVanishes() {
        SimulatedLink link = SimulatedLink.seeded(link().mtu(1_200).build(), 21);

        link.offer(0, new byte[1_201]);
        link.offer(0, new byte[1_200]);

        assertThat(link.poll(0)).hasSize(1_200);
        assertThat(link.counters().oversized()).isEqualTo(1);
    }

    @Test
    void cutDropsWhatIsUnderWayAndWhatIsOffered() {
        LinkSettings settings = link().delay(Duration.ofMillis(50), Duration.ofMillis(50)).build();
        SimulatedLink link = SimulatedLink.seeded(settings, 22);
        link.offer(0, new byte[1]);

        link.cut();
        link.offer(0, new byte[1]);

        assertThat(link.isCut()).isTrue();
        assertThat(link.nextDeliveryTime()).isEmpty();
        assertThat(link.counters().cut()).isEqualTo(2);
        assertThat(link.counters().delivered()).isZero();
    }

    @Test
    void restoredLinkDeliversAgain() {
        SimulatedLink link = SimulatedLink.seeded(link().bytesPerSecond(1_000).build(), 23);
        link.offer(0, new byte[1_000]);
        link.cut();
        link.restore();

        link.offer(0, new byte[1]);

        assertThat(link.isCut()).isFalse();
        assertThat(link.nextDeliveryTime()).as("the cut emptied the queue").hasValue(1_000_000);
    }

    @Test
    void countersAccountForEveryDatagram() {
        SimulatedLink link = SimulatedLink.seeded(everyFault(), 24);
        new LinkRun(link, SPACING).offer(MANY, 200);

        LinkCounters counters = link.counters();
        assertThat(counters.sent() + counters.duplicated())
                .isEqualTo(counters.delivered() + counters.lost() + counters.overflowed());
        assertThat(counters.overflowed()).isPositive();
        assertThat(counters.plus(counters).sent()).isEqualTo(2L * MANY);
    }
}
