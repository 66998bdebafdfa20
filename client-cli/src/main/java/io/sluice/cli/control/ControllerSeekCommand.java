package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.StartConverter;
import io.sluice.crsp.client.ControlRequest;
import io.sluice.crsp.client.StreamRequest;
import io.sluice.crsp.session.Action;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice controller seek}. */
@Command(name = "seek", description = "Goes on elsewhere in the item of renderers, or delivers on from elsewhere on streams of a session; what is paused stays so.", exitCodeList = {
    "0:done", "2:no such renderer, session or stream", "3:no gateway can be reached", "4:not allowed by the gateway",
    "7:not acknowledged in time",
    "9:gone, nothing to seek in, its client is away, or another command came first"}, footer = {
        "  sluice controller seek 100 lobby",
        "  sluice controller seek 2026-11-01T10:00:00Z --session a81bc81bdead4e5dabff90865d1e13b1 --stream 1"})
final class ControllerSeekCommand extends SteeringCommand {
    @Parameters(index = "0", paramLabel = "POSITION", converter = StartConverter.class, description = "Where to go on: an offset of a topic, a byte of a file; what is outside of the item leads to its ends. With --session also earliest, latest, or a time such as 2026-11-01T10:00:00Z.")
    private Start position = new Start.Latest();

    @Parameters(index = "1..*", paramLabel = "RENDERER", arity = "0..*", description = "The names of renderers.")
    private List<String> renderers = new ArrayList<>();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Override
    ControlRequest request() throws CliException {
        if (!(position instanceof Start.Offset(long offset))) {
            throw new CliException(ExitCode.USAGE, "renderers seek by position only", "Give a number.");
        }
        return new ControlRequest(target.check(renderers), Action.SEEK, new Item.None(), offset, 0);
    }

    @Override
    @Nullable
    StreamRequest streams() throws CliException {
        target.check(renderers);
        SessionId session = target.session();
        return session == null ? null : StreamRequest.seek(position, session, target.stream());
    }
}
