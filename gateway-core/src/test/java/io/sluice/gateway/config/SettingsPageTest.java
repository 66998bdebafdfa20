package io.sluice.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that operators read tells of every setting there is, and of no other. */
class SettingsPageTest {
    private static final Pattern IN_JAVADOC = Pattern.compile("@param \\w+ \\{@code (sluice(?:\\.[a-z]+)+)\\}");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sluice(?:\\.[a-z]+)+)` \\| `([A-Z_]+)` \\|");

    private static Matcher search(Pattern pattern, String path) throws IOException {
        return pattern.matcher(Files.readString(Path.of(path)));
    }

    @Test
    void everySettingHasARowAndEveryRowASetting() throws IOException {
        Set<String> settings = new TreeSet<>();
        for (String file : List.of("GatewayConfig.java", "DeliverySettings.java", "LibrarySettings.java",
                "ControlSettings.java", "PointsSettings.java", "BanSettings.java", "ListenerSecurity.java")) {
            search(IN_JAVADOC, "src/main/java/io/sluice/gateway/config/" + file).results()
                    .forEach(found -> settings.add(found.group(1)));
        }
        Set<String> rows = new TreeSet<>();
        search(ROW, "../docs/operations.md").results().forEach(found -> rows.add(found.group(1)));

        int parts = GatewayConfig.class.getRecordComponents().length - 6;
        int delivery = DeliverySettings.class.getRecordComponents().length;
        int library = LibrarySettings.class.getRecordComponents().length;
        int control = ControlSettings.class.getRecordComponents().length;
        int points = PointsSettings.class.getRecordComponents().length;
        int bans = BanSettings.class.getRecordComponents().length;
        assertThat(settings).hasSize(
                parts + delivery + library + control + points + bans
                        + ListenerSecurity.class.getRecordComponents().length);
        assertThat(rows).isEqualTo(settings);
    }

    @Test
    void everyEnvironmentVariableIsThePropertysNameInCapitals() throws IOException {
        assertThat(search(ROW, "../docs/operations.md").results())
                .allSatisfy(row -> assertThat(row.group(2))
                        .isEqualTo(row.group(1).replace('.', '_').toUpperCase(Locale.ROOT)));
    }
}
