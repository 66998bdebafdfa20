package io.sluice.cli.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of data points. */
class CsvPointsTest {
    private static List<String> read(CsvPoints table, String text) throws Exception {
        List<String> points = new ArrayList<>();
        table.read(new BufferedReader(new StringReader(text)),
                (series, point) -> points.add(series + " " + point.time() + " " + point.value()));
        return points;
    }

    private static CsvPoints table(@Nullable String prefix, String... header) {
        return new CsvPoints("ecg.csv", List.of(header), prefix, "ecg");
    }

    @Test
    void columnsBeforeTimeBeginTheNamesAndThoseAfterItEndThem() throws Exception {
        CsvPoints table = table(null);
        assertThat(read(table, "patient,time,ecg1,ecg2\n1,0,-0.145,-0.065\n1,0.004,-0.245,3e-1\n\n15,0.004,1,2\n"))
                .containsExactly("1/ecg1 0 -0.145", "1/ecg2 0 -0.065", "1/ecg1 4000000 -0.245", "1/ecg2 4000000 0.3",
                        "15/ecg1 4000000 1.0", "15/ecg2 4000000 2.0");
        assertThat(table.rows()).isEqualTo(3);
    }

    @Test
    void withoutSuchColumnsTheFileIsTheName() throws Exception {
        assertThat(read(table(null), "Time,ecg1\n0.004,1\n")).containsExactly("ecg/ecg1 4000000 1.0");
        assertThat(read(table("ward/7"), "time,ecg1\n0,1\n")).containsExactly("ward/7/ecg1 0 1.0");
        assertThat(read(table(""), "time,ecg1\n0,1\n")).containsExactly("ecg1 0 1.0");
        assertThat(read(table("x"), "patient,time,ecg1\n1,0,1\n")).containsExactly("x/1/ecg1 0 1.0");
    }

    @Test
    void tablesWithoutAHeaderAreGivenOne() throws Exception {
        assertThat(read(table(null, "time", "ecg1", "ecg2"), "0.004,1,2")).containsExactly(
                "ecg/ecg1 4000000 1.0", "ecg/ecg2 4000000 2.0");
    }

    @Test
    void whatGetWritesIsReadBackUnderTheSameNames() throws Exception {
        assertThat(read(table(null), PointTexts.HEAD + "\n" + PointTexts.row("1/ecg1", 4_000_000, -0.245)))
                .containsExactly("1/ecg1 4000000 -0.245");
    }

    @Test
    void aFieldWithoutAValueIsNoPointAndCounted() throws Exception {
        CsvPoints table = table(null);
        assertThat(read(table, "\uFEFFtime , a , b\r\n1, ,2\r\n")).containsExactly("ecg/b 1000000000 2.0");
        assertThat(table.empty()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'1,0.004,0.5'|line 1|no column named time",
        "'a,time'|line 1|no column follows",
        "'time,a;0,1;0.1'|line 3|1 columns, but there are 2",
        "'time,a;0,1;0.1,1,2'|line 3|3 columns, but there are 2",
        "'time,a;;x,1'|line 3|no time in seconds",
        "'time,a;0.0000000001,1'|line 2|finer than a nanosecond",
        "'time,a;,1'|line 2|the time is missing",
        "'time,a;0,NaN'|line 2|no finite number",
        "'time,a;0,1e999'|line 2|no finite number",
        "'time,a;0,1d'|line 2|no finite number",
        "'time,a;0,1-2'|line 2|no number",
        "'time,a,b;0,1,0x1'|line 2|column b",
        "'time,a;0,\"1\"'|line 2|no finite number"})
    void whatIsWrongIsNamedWithItsLine(String text, String line, String reason) {
        assertThatThrownBy(() -> read(table(null), text.replace(';', '\n'))).isInstanceOfSatisfying(
                CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("ecg.csv, " + line + ":").hasMessageContaining(reason);
    }

    @Test
    void whatCannotBeTheNameOfASeriesIsNamed() {
        assertThatThrownBy(() -> read(table(""), "time,\n0,1")).hasMessageContaining("line 2")
                .hasMessageContaining("the name is empty");
        assertThatThrownBy(() -> read(table("x".repeat(254)), "time,a\n0,1")).hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> read(table(null, "ecg1", "ecg2"), "0,1")).hasMessageContaining("--header");
    }
}
