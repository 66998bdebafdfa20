package io.sluice.cli.control;

import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.Controller;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Item;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice controller list}. */
@Command(name = "list", description = "Lists what can be played: the partitions of topics with the offsets that they have, and the files of the library.", exitCodeList = {
    "0:done", "2:wrong usage", "3:no gateway can be reached"}, footer = "  sluice controller list --json")
final class ControllerListCommand extends SluiceCommand {
    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        try (SluiceClient client = gateway.connect(console); Controller controller = client.controller()) {
            List<Item> items = ItemPages.all(controller);
            if (items.isEmpty() && !console.json()) {
                console.note("there is nothing to play");
            } else {
                console.result(text(items),
                        Json.object().put("event", "items").put("items", items.stream().map(ItemText::json).toList()));
            }
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private static String text(List<Item> items) {
        return items.stream().map(ControllerListCommand::line).collect(Collectors.joining(System.lineSeparator()));
    }

    static String line(Item item) {
        return switch (item) {
            case Item.None() -> "";
            case Item.Topic topic -> ItemText.of(topic) + "\t" + topic.begin() + " to " + topic.end();
            case Item.File file ->
                file.label() + "\t" + file.size() + " bytes" + (file.mediaType().isEmpty() ? "" : ", ")
                        + file.mediaType();
        };
    }
}
