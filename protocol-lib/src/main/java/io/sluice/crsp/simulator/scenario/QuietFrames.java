package io.sluice.crsp.simulator.scenario;

import io.sluice.crsp.wire.FrameHandler;
import java.nio.ByteBuffer;

/** Takes frames and does nothing with them; whoever wants some overrides. */
abstract class QuietFrames implements FrameHandler {
    @Override
    public void onPing() {}

    @Override
    public void onAck(long largest, long delayMicros) {}

    @Override
    public void onAckRange(long first, long last) {}

    @Override
    public void onAckEnd() {}

    @Override
    public void onHandshake(long offset, ByteBuffer data) {}

    @Override
    public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {}

    @Override
    public void onResetStream(long streamId, long errorCode, long finalSize) {}

    @Override
    public void onStopSending(long streamId, long errorCode) {}

    @Override
    public void onMaxData(long maximum) {}

    @Override
    public void onMaxStreamData(long streamId, long maximum) {}

    @Override
    public void onMaxStreams(long maximum) {}

    @Override
    public void onDataBlocked(long limit) {}

    @Override
    public void onStreamDataBlocked(long streamId, long limit) {}

    @Override
    public void onPathChallenge(long data) {}

    @Override
    public void onPathResponse(long data) {}

    @Override
    public void onSkip(long streamId, long offset, long length) {}

    @Override
    public void onDatagram(int frameSize, ByteBuffer data) {}

    @Override
    public void onNewTicket(long lifetimeSeconds, ByteBuffer ticket) {}

    @Override
    public void onResetToken(ByteBuffer token) {}

    @Override
    public void onConnectionClose(long errorCode, String reason) {}
}
