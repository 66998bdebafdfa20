package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.HeaderFilterConverter;
import io.sluice.crsp.session.Filter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records of a topic; one of these at a time. */
final class FilterOptions {
    @Option(names = {"-k", "--key"}, paramLabel = "KEY", description = "Receive the records of one key only.")
    private @Nullable String key;

    @Option(names = "--key-prefix", paramLabel = "PREFIX", description = "Receive the records whose key begins so only.")
    private @Nullable String keyPrefix;

    @Option(names = "--header", paramLabel = "NAME=VALUE", converter = HeaderFilterConverter.class, description = "Receive the records that have this header only.")
    private Filter.@Nullable HeaderValue header;

    Filter filter() throws CliException {
        try {
            if (key != null) {
                return new Filter.Key(key.getBytes(StandardCharsets.UTF_8));
            }
            if (keyPrefix != null) {
                return new Filter.KeyPrefix(keyPrefix.getBytes(StandardCharsets.UTF_8));
            }
            return header != null ? header : new Filter.All();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "Filter by something shorter.");
        }
    }
}
