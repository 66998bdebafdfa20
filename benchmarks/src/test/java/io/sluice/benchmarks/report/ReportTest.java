package io.sluice.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Spread;
import io.sluice.benchmarks.harness.Table;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Machine MACHINE = new Machine(2, "Processor \"X\"", "Linux 6", "25", 0.1);

    private final Table table = Tables.speed();

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4, 4));
    }

    @Test
    void theTableShowsMediansRangesAndRatios() {
        assertThat(TextTable.of(table)).isEqualTo("""
                Speed of all
                                             rate /s   cost µs  : The <reference>
                  The <reference>  1,000 (800–1,200)      2.00             1.00 ×
                  Own                          2,500      3.00             2.50 ×
                  Broken                      failed    failed
                  Absent                    left out  left out
                  FAILED Broken: it broke
                  LEFT OUT Absent: no device
                """);
    }

    @Test
    void goalsAreComparedAndWhatFailedIsNotCounted() {
        assertThat(TextTable.of(Tables.GOALS, List.of(table))).isEqualTo("""
                Goals
                                        reached         goal
                  own : reference        2.50 ×        ≥ 2 ×    met
                  cost own : reference   1.50 ×      ≤ 1.3 ×  short
                  rate                    2,500  ≥ 1,000,000  short
                """);
        assertThat(TextTable.ratios("speed", Tables.GOALS, List.of(table)))
                .isEqualTo("speed: own 2.50, cost 1.50, rate 2500");
    }

    @Test
    void aGoalMayBeAnExcessOverAnotherFigure() {
        Goal goal = Goal.excessAtMost("excess", "cost own less reference", new Goal.Figure("speed", "own", "cost"),
                new Goal.Figure("speed", "reference", "cost"), 0.5);
        assertThat(TextTable.of(List.of(goal), List.of(table))).contains("1.00  ≤ 0.5  short");
    }

    @Test
    void markdownShowsTheSameForThePage() {
        assertThat(MarkdownReport.of(MACHINE, 3, List.of(table), Tables.GOALS)).isEqualTo("""
                Measured on 2 cores, Processor "X", Linux 6, JDK 25, load 0.1; 3 rounds.

                ### Speed of all

                | | rate /s | cost µs | : The \\<reference> |
                | --- | ---: | ---: | ---: |
                | The \\<reference> | 1,000 (800–1,200) | 2.00 | 1.00 × |
                | Own | 2,500 | 3.00 | 2.50 × |
                | Broken | failed | failed | |
                | Absent | left out | left out | |

                ### Goals

                | | reached | goal | |
                | --- | ---: | ---: | --- |
                | own : reference | 2.50 × | ≥ 2 × | met |
                | cost own : reference | 1.50 × | ≤ 1.3 × | **short** |
                | rate | 2,500 | ≥ 1,000,000 | **short** |
                """);
    }

    @Test
    void jsonHasEveryRoundAndEveryReason() {
        String json = JsonReport.of("speed", MACHINE, 3, List.of(table), Tables.GOALS).toString();
        assertThat(json).contains("\"processor\":\"Processor \\\"X\\\"\"")
                .contains("\"rate\":{\"median\":1000.0,\"min\":800.0,\"max\":1200.0}")
                .contains("\"rounds\":[{\"cost\":1.0,\"rate\":1000.0},{\"cost\":3.0,\"rate\":1200.0},")
                .contains("\"ratio\":2.5").contains("\"error\":\"it broke\"").contains("\"leftOut\":\"no device\"")
                .contains(
                        "{\"key\":\"own\",\"title\":\"own : reference\",\"value\":2.5,\"goal\":\"≥ 2 ×\",\"met\":true}")
                .contains("\"value\":null,\"goal\":\"≤ 1\",\"met\":null");
    }

    @Test
    void theChartIsWellFormedAndDrawsMediansToScale() throws Exception {
        String svg = Chart.of(MACHINE, List.of(table), row -> row.entrant().name().equals("own"));
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        NodeList bars = document.getElementsByTagName("rect");
        assertThat(bars.getLength()).as("the ground and two bars").isEqualTo(3);
        double peer = width(bars, 1);
        double own = width(bars, 2);
        assertThat(own / peer).isBetween(2.49, 2.51);
        assertThat(((Element) bars.item(2)).getAttribute("class")).isEqualTo("own");
        assertThat(svg).contains("prefers-color-scheme:dark").contains("The &lt;reference&gt;");
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
    }
}
