package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTest {
    private static final int SPAN = 200;

    @Test
    void touchingRangesBecomeOne() {
        RangeSet set = new RangeSet();
        assertThat(set.add(0, 5)).isTrue();
        assertThat(set.add(6, 9)).isTrue();
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.add(5, 6)).isTrue();
        assertThat(set).hasToString("[0..8]");
        assertThat(set.add(2, 7)).isFalse();
        assertThat(set.add(3, 3)).isFalse();
    }

    @Test
    void removingFromTheMiddleSplits() {
        RangeSet set = new RangeSet();
        set.add(0, 10);
        set.remove(3, 6);
        assertThat(set).hasToString("[0..2 6..9]");
        set.removeBelow(7);
        assertThat(set).hasToString("[7..9]");
    }

    /** Whatever is done to it, it holds what a plain set of bits holds, in the fewest ranges. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASetOfBits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RangeSet set = new RangeSet();
        BitSet model = new BitSet();
        for (int i = 0; i < 5_000; i++) {
            int start = random.nextInt(SPAN);
            int end = Math.min(SPAN, start + random.nextInt(30));
            switch (random.nextInt(16)) {
                case 0 -> {
                    set.removeBelow(start);
                    model.clear(0, start);
                }
                case 1 -> {
                    if (!set.isEmpty()) {
                        model.clear((int) set.start(0), (int) set.end(0));
                        set.removeFirst();
                    }
                }
                case 2, 3, 4, 5, 6, 7 -> {
                    set.remove(start, end);
                    model.clear(start, end);
                }
                default -> {
                    boolean isNew = end > start && model.nextClearBit(start) < end;
                    assertThat(set.add(start, end)).isEqualTo(isNew);
                    model.set(start, end);
                }
            }
            assertSame(set, model);
        }
    }

    private static void assertSame(RangeSet set, BitSet model) {
        int index = 0;
        for (int start = model.nextSetBit(0); start >= 0; index++) {
            int end = model.nextClearBit(start);
            assertThat(set.start(index)).isEqualTo(start);
            assertThat(set.end(index)).isEqualTo(end);
            start = model.nextSetBit(end);
        }
        assertThat(set.size()).isEqualTo(index);
        assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(set.maxEnd(-7)).isEqualTo(model.isEmpty() ? -7 : model.length());
        for (int value = 0; value < SPAN; value += 7) {
            assertThat(set.contains(value)).isEqualTo(model.get(value));
        }
    }
}
