package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Spread;
import io.sluice.benchmarks.harness.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Bars of every measure's main figure as SVG, one below the other: the median as a bar, the rounds' range as a line
 * across its end. Follows the reader's choice of light or dark.
 */
public final class Chart {
    private static final int WIDTH = 860;
    private static final int LABELS = 230;
    private static final int VALUES = 110;
    private static final int MARGIN = 20;
    private static final int BAR = 16;
    private static final int STEP = 22;
    private static final int HEAD = 44;
    private static final double PLOT = WIDTH - LABELS - VALUES - 2.0 * MARGIN;

    private static final String STYLE = """
            <style>
            svg{--ground:#ffffff;--ink:#1c2430;--faint:#5c6878;--peer:#9fb0c3;--own:#0b6fbf;--range:#1c2430}
            @media (prefers-color-scheme:dark){svg{--ground:#11161d;--ink:#e6ebf2;--faint:#9aa7b8;--peer:#51647a;\
            --own:#4aa8f0;--range:#e6ebf2}}
            text{font:13px system-ui,sans-serif;fill:var(--ink)}
            .ground{fill:var(--ground)} .title{font-weight:600} .faint{fill:var(--faint)}
            .peer{fill:var(--peer)} .own{fill:var(--own)} .range{stroke:var(--range);stroke-width:1.5}
            </style>
            """;

    private final Predicate<Row> own;
    private final StringBuilder svg = new StringBuilder();
    private int y = MARGIN;

    private Chart(Predicate<Row> own) {
        this.own = own;
    }

    /**
     * Draws.
     *
     * @param own which rows stand out
     */
    public static String of(Machine machine, List<Table> tables, Predicate<Row> own) {
        Chart chart = new Chart(own);
        chart.text(MARGIN, chart.y + 10, "faint", machine.toString());
        chart.y += 2 * MARGIN;
        tables.forEach(chart::draw);
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" \
                aria-label="Medians of each measure as bars">
                %s<rect class="ground" width="100%%" height="100%%"/>
                %s</svg>
                """, WIDTH, chart.y, WIDTH, chart.y, STYLE, chart.svg);
    }

    private void draw(Table table) {
        Metric metric = table.measure().main();
        double highest = table.rows().stream().map(row -> row.spread(metric.key())).flatMap(Optional::stream)
                .mapToDouble(Spread::max).max().orElse(0);
        if (highest <= 0) {
            return;
        }
        text(MARGIN, y + 14, "title", table.measure().title());
        text(MARGIN, y + 31, "faint", (metric.title() + " " + metric.unit()).strip()
                + (metric.better() == Metric.Better.HIGHER ? ", more is better" : ", less is better"));
        y += HEAD;
        for (Row row : table.rows()) {
            row.spread(metric.key()).ifPresent(spread -> bar(row, spread, PLOT / highest));
        }
        y += MARGIN;
    }

    private void bar(Row row, Spread spread, double scale) {
        double left = MARGIN + LABELS;
        int middle = y + BAR / 2;
        text(MARGIN, y + 13, "", row.entrant().title());
        line("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                own.test(row) ? "own" : "peer", left, y, Math.max(1, spread.median() * scale), BAR);
        if (spread.rounds() > 1) {
            line("<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", left + spread.min() * scale,
                    middle, left + spread.max() * scale, middle);
        }
        text(left + spread.max() * scale + 6, y + 13, "", Figures.text(spread.median()));
        y += STEP;
    }

    private void text(double x, int baseline, String style, String text) {
        line("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", style, x, baseline, escaped(text));
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
