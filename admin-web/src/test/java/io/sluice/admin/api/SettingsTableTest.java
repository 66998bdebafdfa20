package io.sluice.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
    @Test
    void theRowsOfTheGuideAreReadAsPlainText() {
        List<SettingsTable.Row> rows = SettingsTable.read();

        assertThat(rows).hasSizeGreaterThan(40).contains(new SettingsTable.Row("sluice.crsp.driver",
                "SLUICE_CRSP_DRIVER", "auto", "auto, native, nio",
                "how the listener reaches the kernel, see The UDP driver"));
    }

    @Test
    void secretsAreHiddenAndNothingElse() {
        assertThat(List.of("sluice.cluster.secret", "sluice.crsp.keystore.password",
                "sluice.kafka.client.sasl.jaas.config", "sluice.kafka.client.ssl.keystore.key"))
                .allMatch(name -> SettingsResource.shown(name, "x").equals("(hidden)"));
        assertThat(List.of("sluice.crsp.keystore", "sluice.kafka.client.security.protocol", "sluice.gateway.id"))
                .allMatch(name -> SettingsResource.shown(name, "x").equals("x"));
    }
}
