package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.crsp.relay.RelayStatistics;
import io.sluice.crsp.simulator.LinkCounters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private static final LinkCounters UP = new LinkCounters(224, 23, 0, 0, 0, 12, 0, 67, 201, 9_000, 8_000);
    private static final LinkCounters DOWN = new LinkCounters(1_279, 32, 0, 0, 0, 30, 0, 111, 1_247, 90_000, 80_000);

    private static DemoResult result(long lost, long repeated, String received, long resumes) {
        DeliveryReport report = new DeliveryReport(10_000, lost, repeated, 0, 0, received, List.of());
        return new DemoResult(report, "aa", resumes, Duration.ofMillis(7_400), Duration.ofMillis(6_300),
                Duration.ofMillis(13_500), new RelayStatistics(1, 1, 0, 0, 0, 0, false, UP, DOWN));
    }

    @Test
    void theVerdictIsOneLineForScripts() {
        assertThat(DemoReport.verdict(result(0, 0, "aa", 1)))
                .isEqualTo("demo: delivered 10000 lost 0 repeated 0 resumed 1");
    }

    @Test
    void allOnceUnchangedAndResumedIsWell() {
        assertThat(result(0, 0, "aa", 1).ok()).isTrue();
    }

    @Test
    void aLostOrRepeatedOrChangedRecordOrASessionThatNeverWentOnIsNotWell() {
        assertThat(result(1, 0, "aa", 1).ok()).isFalse();
        assertThat(result(0, 1, "aa", 1).ok()).isFalse();
        assertThat(result(0, 0, "bb", 1).ok()).isFalse();
        assertThat(result(0, 0, "aa", 0).ok()).isFalse();
    }

    @Test
    void theTableNamesWhatTheLinkDidEachWay() {
        assertThat(DemoReport.table(result(0, 0, "aa", 1)).lines().map(line -> line.replaceAll(" +", " ")))
                .contains(" datagrams sent 224 1,279", " lost 23 32", " corrupted 12 30",
                        " silence seen 7.4 s, with the gateway away for 6.3 s", " session resumed 1 time",
                        " received aa equal");
    }

    @Test
    void differentChecksumsAreShownAsSuch() {
        assertThat(DemoReport.table(result(0, 0, "bb", 1))).contains("bb  DIFFERENT");
    }

    @Test
    void machinesGetTheSameFigures() {
        assertThat(DemoReport.json(result(0, 0, "aa", 1)).toString()).contains("\"event\":\"demo\"", "\"ok\":true",
                "\"delivered\":10000", "\"resumed\":1", "\"silenceMillis\":7400",
                "\"up\":{\"sent\":224,\"lost\":23,\"corrupted\":12");
    }
}
