package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.torture.SilenceTracker.Watch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTrackerTest {
    private final SilenceTracker tracker = new SilenceTracker(0);
    private final List<Long> told = new ArrayList<>();

    @Test
    void theLongestSilenceDuringAFaultIsTold() {
        tracker.heard(10);
        Watch watch = tracker.watch(told::add);
        tracker.heard(15);
        tracker.heard(40);
        tracker.heard(45);
        watch.close();
        tracker.heard(46);

        assertThat(told).containsExactly(25L);
    }

    @Test
    void aSilenceThatOutlastsItsFaultCountsToItsEnd() {
        Watch watch = tracker.watch(told::add);
        tracker.heard(5);
        watch.close();
        assertThat(told).isEmpty();

        tracker.heard(100);
        tracker.heard(500);

        assertThat(told).containsExactly(95L);
    }

    @Test
    void aFaultOfTheDeviceItselfSaysNothingOfTheCluster() {
        List<Long> own = new ArrayList<>();
        Watch before = tracker.watch(told::add);
        Watch ofDevice = tracker.watchOwn(own::add);
        Watch during = tracker.watch(told::add);
        tracker.heard(70);
        List.of(before, ofDevice, during).forEach(Watch::close);
        tracker.heard(71);

        assertThat(told).isEmpty();
        assertThat(own).containsExactly(70L);
    }

    @Test
    void whatIsOpenAtTheEndIsTold() {
        tracker.watch(told::add);

        tracker.end(30);

        assertThat(told).containsExactly(30L);
    }
}
