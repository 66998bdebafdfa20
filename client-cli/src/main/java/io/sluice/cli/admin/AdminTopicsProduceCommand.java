package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice admin topics produce}. */
@Command(name = "produce", description = "Writes a test message to a topic, through the gateway.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin topics produce orders hello --key 17")
public final class AdminTopicsProduceCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "Its name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "The message.")
    private String value = "";

    @Option(names = "--key", paramLabel = "TEXT", description = "Its key (default: none).")
    private @Nullable String key;

    @Option(names = "--partition", paramLabel = "N", description = "Its partition (default: that of the key, or any).")
    private @Nullable Integer partition;

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        JsonObjectBuilder message = Json.createObjectBuilder().add("value", value);
        String itsKey = key;
        if (itsKey != null) {
            message.add("key", itsKey);
        }
        Integer itsPartition = partition;
        if (itsPartition != null) {
            message.add("partition", itsPartition);
        }
        JsonObject written = client.post("topics/" + ApiClient.encoded(name) + "/messages", message.build());
        console.result("written to partition " + Answers.text(written, "partition") + " at offset "
                + Answers.text(written, "offset"), Answers.event("written", written));
        return ExitCode.OK;
    }
}
