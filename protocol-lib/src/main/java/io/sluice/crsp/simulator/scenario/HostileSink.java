package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;

/** What the gateway's application does for a hostile peer: reads all, and sends as much as it may. */
final class HostileSink implements ConnectionHandler {
    private static final byte[] ANSWER = new byte[1000];
    private static final int MAX_ANSWERS = 64;

    private final World world;
    private int answers;

    HostileSink(World world) {
        this.world = world;
    }

    @Override
    public void onEvent(EndpointConnection from, ConnectionEvent event) {
        world.trace().event(Scenario.GATEWAY, event);
        switch (event) {
            case ConnectionEvent.StreamOpened(Stream stream) -> write(stream);
            case ConnectionEvent.StreamWritable(Stream stream) -> write(stream);
            case ConnectionEvent.StreamReadable(Stream stream) -> {
                while (stream.poll() != null) {
                    write(stream);
                }
                if (stream.isEnded() && !stream.isSendingFinished()) {
                    stream.finish();
                }
            }
            case ConnectionEvent.Closed(CloseReason reason) -> {
                if (reason.code() == ErrorCode.INTERNAL_ERROR && reason.origin() != Origin.PEER) {
                    world.fail("the gateway failed inside at a hostile peer: " + reason);
                }
            }
            default -> {
            }
        }
    }

    private void write(Stream stream) {
        while (answers < MAX_ANSWERS && !stream.isSendingFinished()
                && stream.offer(ANSWER)) {
            answers++;
        }
    }
}
