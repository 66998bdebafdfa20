package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.client.StreamRequest;
import io.sluice.crsp.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Streams of a session, in place of renderers. */
final class TargetOptions {
    @Option(names = "--session", paramLabel = "ID", converter = SessionIdConverter.class, description = "Do it to streams of this session, wherever it is, in place of renderers. Its client tells its"
            + " id, and so do 'sluice admin sessions list' and the console.")
    private @Nullable SessionId session;

    @Option(names = "--stream", paramLabel = "N", description = "The number of the one stream of the session (default: all on which a topic is delivered).")
    private @Nullable Long stream;

    /** The session, or null if renderers are meant. */
    @Nullable
    SessionId session() throws CliException {
        if (session == null && stream != null) {
            throw wrong("--stream is of a session", "Say which with --session.");
        }
        return session;
    }

    /** The number of the one stream, or what stands for all. */
    long stream() throws CliException {
        if (stream == null) {
            return StreamRequest.ALL;
        }
        if (stream < 0) {
            throw wrong("a stream has a number of 0 or more", "'sluice admin sessions show ID' lists them.");
        }
        return stream;
    }

    /** The names of renderers, of which there are some if no session is given, and none otherwise. */
    List<String> check(List<String> renderers) throws CliException {
        if (session() == null && renderers.isEmpty()) {
            throw wrong("nothing says what to steer", "Name renderers, or a session with --session.");
        }
        if (session() != null && !renderers.isEmpty()) {
            throw wrong("renderers and --session at the same time", "Give one command for each.");
        }
        return new ArrayList<>(renderers);
    }

    private static CliException wrong(String what, String hint) {
        return new CliException(ExitCode.USAGE, what, hint);
    }
}
