package io.sluice.cli.control;

import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice controller seek}. */
@Command(name = "seek", description = "Goes on elsewhere in the item of renderers; what is paused stays so.", exitCodeList = {
    "0:done", "2:no such renderer", "3:no gateway can be reached", "7:not acknowledged in time",
    "9:gone, nothing to seek in, or another command came first"}, footer = "  sluice controller seek 100 lobby")
final class ControllerSeekCommand extends SteeringCommand {
    @Parameters(index = "0", paramLabel = "POSITION", description = "Where to go on: an offset of a topic, a byte of a file; what is outside of the item leads to its ends.")
    private long position;

    @Parameters(index = "1..*", paramLabel = "RENDERER", arity = "1..*", description = "The names of renderers.")
    private List<String> renderers = new ArrayList<>();

    @Override
    ControlRequest request() {
        return new ControlRequest(renderers, Action.SEEK, new Item.None(), position, 0);
    }
}
