package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway's API, and as whom; a picocli mixin. */
final class ApiOptions {
    private static final String PASSWORD = "SLUICE_API_PASSWORD";
    private static final String URL = "SLUICE_API_URL";

    @Option(names = "--url", paramLabel = "URL", defaultValue = "", description = "The gateway's console, such as https://gateway.example.org (default: "
            + URL
            + " if set, else the local gateway of --home).")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "admin", description = "Who signs in (default: ${DEFAULT-VALUE}). The password is that of --password-file, else of "
            + PASSWORD + "; for admin at a local gateway it is known.")
    private String user = "admin";

    @Option(names = "--password-file", paramLabel = "FILE", description = "File whose first line is the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Folder of the local gateway (default: SLUICE_HOME if set, else .sluice in the project's folder).")
    private @Nullable Path home;

    @Option(names = "--gateway-number", paramLabel = "N", defaultValue = "1", description = "Which of several local gateways, from 1 (default: ${DEFAULT-VALUE}).")
    private int number = 1;

    /** The API; nothing is asked yet. */
    ApiClient client() throws CliException {
        String given = url.isEmpty() ? System.getenv(URL) : url;
        if (given != null && !given.isEmpty()) {
            return new ApiClient(address(given), user, password());
        }
        LocalHome local = home == null ? LocalHome.standard() : new LocalHome(home);
        InstanceSettings settings = InstanceSettings.load(local);
        boolean said = passwordFile != null || System.getenv(PASSWORD) != null;
        String password = said || !user.equals("admin") ? password() : local.adminPassword();
        return new ApiClient(URI.create("http://127.0.0.1:" + settings.httpPort(number) + "/"), user, password);
    }

    private static URI address(String text) throws CliException {
        try {
            URI address = URI.create(text.endsWith("/") ? text : text + "/");
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new CliException(ExitCode.USAGE, "--url " + text + " is no address of a console",
                "Write it as http://127.0.0.1:9080 or https://gateway.example.org.");
    }

    private String password() throws CliException {
        Path file = passwordFile;
        if (file != null) {
            try {
                return Files.readAllLines(file).stream().findFirst().orElse("");
            } catch (IOException e) {
                throw new CliException(ExitCode.USAGE, "--password-file " + file + " cannot be read",
                        "Check the name and the rights.", e);
            }
        }
        String password = System.getenv(PASSWORD);
        if (password == null || password.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "the password of " + user + " is not known",
                    "Set the environment variable " + PASSWORD + ", or give --password-file.");
        }
        return password;
    }
}
