package io.sluice.admin.api;

import io.sluice.admin.query.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The settings in force and where each comes from. */
@Path("settings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
@Tag(name = "Settings")
public class SettingsResource {
    private static final String KAFKA_CLIENT = "sluice.kafka.client.";
    private static final String HIDDEN = "(hidden)";
    private static final List<String> SECRETS = List.of("password", "secret", "jaas", "token", "private",
            "ssl.keystore.key");
    private static final List<SettingsTable.Row> ROWS = SettingsTable.read();

    /** All of them, by name. */
    @GET
    @Operation(summary = "Lists the settings in force with their sources; secrets are hidden")
    @APIResponse(responseCode = "200", description = "All of them", content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(name = "page", value = """
            {"items":[{"name":"sluice.crsp.port","environment":"SLUICE_CRSP_PORT","value":"4650","source":"default",
            "range":"0 to 65535; 0 takes a free one","meaning":"its UDP port, and the TCP port beside it"}],
            "total":1}""")))
    public Page<SettingView> list() {
        Config config = ConfigProvider.getConfig();
        List<SettingView> all = new ArrayList<>(ROWS.stream().map(row -> view(config, row)).toList());
        Stream<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false);
        names.filter(name -> name.startsWith(KAFKA_CLIENT)).sorted().forEach(name -> {
            ConfigValue value = config.getConfigValue(name);
            all.add(new SettingView(name, null, shown(name, String.valueOf(value.getValue())), source(value), null,
                    "handed to every Kafka client"));
        });
        return new Page<>(all, (long) all.size(), null);
    }

    private static SettingView view(Config config, SettingsTable.Row row) {
        ConfigValue value = config.getConfigValue(row.name());
        String text = value.getValue();
        boolean set = text != null && !text.isBlank();
        return new SettingView(row.name(), row.environment(), set ? shown(row.name(), text) : row.otherwise(),
                set ? source(value) : "default", row.range(), row.meaning());
    }

    private static String source(ConfigValue value) {
        return String.valueOf(value.getSourceName());
    }

    /** A secret's value is nobody's business, not even an operator's. */
    static String shown(String name, String value) {
        String small = name.toLowerCase(Locale.ROOT);
        boolean secret = SECRETS.stream().anyMatch(small::contains);
        return secret ? HIDDEN : value;
    }
}
