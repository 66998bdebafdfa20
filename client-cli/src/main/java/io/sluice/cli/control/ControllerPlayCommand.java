package io.sluice.cli.control;

import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice controller play}. */
@Command(name = "play", description = "Plays an item on renderers. With --in or --at all begin together, and how far apart they began is told.", exitCodeList = {
    "0:done: every renderer has begun, or will at the time", "2:no such item or renderer",
    "3:no gateway can be reached", "7:not acknowledged in time",
    "9:gone, could not be played, or another command came first"}, footer = {
        "  sluice controller play film lobby",
        "  sluice controller play film lobby hall --in 2s --position 100",
        "  sluice controller play library:films/intro.mp4 lobby"})
final class ControllerPlayCommand extends SteeringCommand {
    @Parameters(index = "0", paramLabel = "ITEM", description = "The name of a topic, whose records are played one after the other, or library:NAME for a file of the library.")
    private String item = "";

    @Parameters(index = "1..*", paramLabel = "RENDERER", arity = "1..*", description = "The names of renderers.")
    private List<String> renderers = new ArrayList<>();

    @Option(names = "--partition", paramLabel = "N", defaultValue = "0", description = "Which partition of the topic (default: ${DEFAULT-VALUE}).")
    private int partition;

    @Option(names = "--position", paramLabel = "POSITION", defaultValue = "0", description = "The offset, or byte of a file, to begin at (default: its beginning).")
    private long position;

    @Option(names = "--version-number", paramLabel = "N", defaultValue = "0", description = "Which version of a file (default: the newest).")
    private long version;

    @Option(names = "--live", description = "Go on with what is written later; otherwise the item ends where the partition ends now.")
    private boolean live;

    @Override
    ControlRequest request() {
        return new ControlRequest(renderers, Action.PLAY, what(), position, 0);
    }

    private Item what() {
        if (!(Item.named(item) instanceof Item.File file)) {
            if (version != 0) {
                throw new IllegalArgumentException("--version-number is for files: library:NAME");
            }
            return live ? Item.Topic.live(item, partition) : Item.Topic.of(item, partition);
        }
        if (live || partition != 0) {
            throw new IllegalArgumentException("--live and --partition are for topics, and this is a file");
        }
        return new Item.File(file.name(), version, 0, "");
    }
}
