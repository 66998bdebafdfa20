package io.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PositionSetTest {

    @Test
    void anyOrderGivesOneRange() {
        List<Long> positions = new ArrayList<>(LongStream.range(-50, 50).boxed().toList());
        Collections.shuffle(positions, new Random(1));
        PositionSet set = new PositionSet();

        assertThat(positions).allMatch(set::add);
        assertThat(positions).noneMatch(set::add);
        assertThat(set.size()).isEqualTo(100);
        assertThat(set.lowest()).isEqualTo(-50);
        assertThat(set.highest()).isEqualTo(49);
        assertThat(set.missing(-50, 49, 10)).isEmpty();
        assertThat(set.missing(-52, 50, 10))
                .containsExactly(new PositionSet.Range(-52, -51), new PositionSet.Range(50, 50));
    }

    @Test
    void gapsAreLimitedToTheWindowAskedFor() {
        PositionSet set = new PositionSet();
        set.add(0);
        set.add(10);
        set.add(20);

        assertThat(set.missing(5, 15, 10))
                .containsExactly(new PositionSet.Range(5, 9), new PositionSet.Range(11, 15));
        assertThat(set.missing(0, 20, 1)).containsExactly(new PositionSet.Range(1, 9));
    }
}
