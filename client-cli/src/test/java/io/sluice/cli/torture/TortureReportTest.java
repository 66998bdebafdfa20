package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TortureReportTest {
    private static final TortureSettings SETTINGS = new TortureSettings(Duration.ofMinutes(30), 7, 3, 3, 200,
            FaultKind.all(), 200, 5, false);

    private final FaultLog log = new FaultLog();

    private TortureResult result(Verdict verdict, long sent, long confirmed, String... failures) {
        return new TortureResult(SETTINGS, Duration.ofMinutes(30), log, verdict, 500, 900, sent, confirmed, 12,
                List.of(failures));
    }

    private void kill(double... silenceSeconds) {
        log.begin(new Fault(FaultKind.GATEWAY_KILL, Duration.ZERO, 1, Duration.ZERO));
        for (double seconds : silenceSeconds) {
            log.silence(FaultKind.GATEWAY_KILL, Math.round(seconds * 1e9));
        }
    }

    @Test
    void theLastLineTellsTheCounts() {
        kill();

        assertThat(TortureReport.verdict(result(Verdict.CLEAN, 40, 40)))
                .isEqualTo("torture: faults 1 confirmed 40 delivered 900 lost 0 repeated 0 disordered 0");
        assertThat(TortureReport.verdict(result(new Verdict(1, 2, 3, List.of()), 40, 40)))
                .isEqualTo("torture: faults 1 confirmed 40 delivered 900 lost 1 repeated 2 disordered 3");
    }

    @Test
    void theSilenceAfterAKilledGatewayIsToldByItsMedianAndItsRareLength() {
        kill(3, 1, 2);
        kill(9);

        assertThat(TortureReport.table(result(Verdict.CLEAN, 40, 40)))
                .contains("gateway killed: silence p50 2.00 s p99 9.00 s")
                .containsPattern("gateway killed +2 +2\\.00 s +9\\.00 s").doesNotContain("broker killed");
    }

    @Test
    void aRunIsGoodOnlyWithFaultsAndWithoutOffences() {
        assertThat(result(Verdict.CLEAN, 40, 40).ok()).isFalse();
        kill();
        assertThat(result(Verdict.CLEAN, 40, 40).ok()).isTrue();
        assertThat(result(Verdict.CLEAN, 41, 40).ok()).isFalse();
        assertThat(result(Verdict.CLEAN, 40, 40, "device 1 gave up").ok()).isFalse();
        assertThat(result(new Verdict(0, 1, 0, List.of()), 40, 40).ok()).isFalse();
    }

    @Test
    void machinesAreToldTheSame() {
        kill(2);

        assertThat(TortureReport.json(result(Verdict.CLEAN, 41, 40, "device 1 gave up")).toString()).contains(
                "\"event\":\"torture\",\"ok\":false", "\"faults\":1", "\"confirmed\":40", "\"delivered\":900",
                "\"lost\":0,\"repeated\":0,\"disordered\":0", "\"silenceSecondsP50\":2.0",
                "\"found\":[\"device 1 gave up\",\"1 messages were never confirmed\"]");
    }
}
