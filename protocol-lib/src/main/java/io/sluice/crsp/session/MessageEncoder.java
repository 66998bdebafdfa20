package io.sluice.crsp.session;

import io.sluice.crsp.wire.VarInt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes session messages. */
final class MessageEncoder {
    private MessageEncoder() {}

    /** The bytes of a message. */
    static byte[] encode(Message message) {
        return switch (message) {
            case Message.OpenSession m ->
                new FieldWriter(MessageType.OPEN_SESSION)
                        .text(m.clientName())
                        .millis(m.window())
                        .toBytes();
            case Message.ResumeSession m ->
                new FieldWriter(MessageType.RESUME_SESSION)
                        .sessionId(m.id())
                        .number(m.epoch())
                        .text(m.clientName())
                        .toBytes();
            case Message.SessionOpened m ->
                new FieldWriter(MessageType.SESSION_OPENED)
                        .sessionId(m.id())
                        .number(m.epoch())
                        .millis(m.window())
                        .text(m.gatewayId())
                        .toBytes();
            case Message.EndSession ignored -> new FieldWriter(MessageType.END_SESSION).toBytes();
            case Message.Failure m ->
                new FieldWriter(MessageType.FAILURE)
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
            case Message.Redirect m ->
                new FieldWriter(MessageType.REDIRECT)
                        .text(m.gatewayId())
                        .text(m.host())
                        .number(m.port())
                        .toBytes();
            case Message.StreamStatus m ->
                new FieldWriter(MessageType.STREAM_STATUS)
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
            case Message.Subscribe m ->
                new FieldWriter(MessageType.SUBSCRIBE)
                        .number(m.number())
                        .text(m.topic())
                        .number(m.partition() + 1L)
                        .filter(m.filter())
                        .start(m.start())
                        .offsetReset(m.reset())
                        .toBytes();
            case Message.Subscribed m ->
                new FieldWriter(MessageType.SUBSCRIBED).positions(m.positions()).toBytes();
            case Message.Delivery m ->
                new FieldWriter(MessageType.DELIVERY, sizeOf(m))
                        .number(m.partition())
                        .number(m.offset())
                        .number(Math.max(0, m.timestampMillis()))
                        .nullableBytes(m.key())
                        .headers(m.headers())
                        .nullableBytes(m.value())
                        .toBytes();
            case Message.Commit m ->
                new FieldWriter(MessageType.COMMIT).positions(m.positions()).toBytes();
            case Message.Pause ignored -> new FieldWriter(MessageType.PAUSE).toBytes();
            case Message.Resume ignored -> new FieldWriter(MessageType.RESUME).toBytes();
            case Message.Seek m ->
                new FieldWriter(MessageType.SEEK).start(m.start()).toBytes();
            case Message.DeliveryState m ->
                new FieldWriter(MessageType.DELIVERY_STATE).bool(m.paused()).toBytes();
            case Message.PositionReset m ->
                new FieldWriter(MessageType.POSITION_RESET)
                        .number(m.partition())
                        .number(m.wanted())
                        .number(m.earliest())
                        .number(m.latest())
                        .number(m.next())
                        .toBytes();
            case Message.PartitionsAdded m ->
                new FieldWriter(MessageType.PARTITIONS_ADDED)
                        .positions(m.positions())
                        .toBytes();
            case Message.AwaitPosition m ->
                new FieldWriter(MessageType.AWAIT_POSITION)
                        .number(m.partition())
                        .number(m.offset())
                        .toBytes();
            case Message.PositionReached m ->
                new FieldWriter(MessageType.POSITION_REACHED)
                        .number(m.partition())
                        .number(m.offset())
                        .toBytes();
            case Message.Publish m ->
                new FieldWriter(MessageType.PUBLISH)
                        .number(m.number())
                        .text(m.topic())
                        .number(m.guarantee().code())
                        .toBytes();
            case Message.Publishing m ->
                new FieldWriter(MessageType.PUBLISHING).number(m.lastSequence()).toBytes();
            case Message.Data m ->
                new FieldWriter(MessageType.DATA)
                        .number(m.sequence())
                        .nullableBytes(m.key())
                        .headers(m.headers())
                        .nullableBytes(m.value())
                        .toBytes();
            case Message.Confirm m ->
                new FieldWriter(MessageType.CONFIRM).number(m.sequence()).toBytes();
            case Message.SequenceRequest m ->
                new FieldWriter(MessageType.SEQUENCE_REQUEST)
                        .number(m.number())
                        .number(m.length())
                        .millis(m.interval())
                        .number(m.nextIndex())
                        .toBytes();
            case Message.SequenceStarted m ->
                new FieldWriter(MessageType.SEQUENCE_STARTED)
                        .number(m.length())
                        .millis(m.interval())
                        .toBytes();
            case Message.SequenceItem m ->
                new FieldWriter(MessageType.SEQUENCE_ITEM)
                        .number(m.index())
                        .number(m.value())
                        .toBytes();
            case Message.SequenceEnd m ->
                new FieldWriter(MessageType.SEQUENCE_END).bytes(m.checksum()).toBytes();
            case Message.SequenceVerified m ->
                new FieldWriter(MessageType.SEQUENCE_VERIFIED)
                        .bytes(m.checksum())
                        .toBytes();
            case Message.LibraryList m ->
                new FieldWriter(MessageType.LIBRARY_LIST)
                        .number(m.number())
                        .text(m.fileName())
                        .bool(m.versions())
                        .text(m.afterName())
                        .number(m.beforeVersion())
                        .number(m.limit())
                        .toBytes();
            case Message.LibraryItem m ->
                new FieldWriter(MessageType.LIBRARY_ITEM)
                        .number(m.version())
                        .text(m.fileName())
                        .number(m.size())
                        .text(m.mediaType())
                        .bytes(m.sha256())
                        .number(m.createdMillis())
                        .toBytes();
            case Message.LibraryEnd m ->
                new FieldWriter(MessageType.LIBRARY_END)
                        .bool(m.more())
                        .number(m.files())
                        .number(m.versions())
                        .number(m.bytes())
                        .number(m.unfinished())
                        .number(m.unfinishedBytes())
                        .millis(m.retention())
                        .toBytes();
            case Message.LibraryRemove m ->
                new FieldWriter(MessageType.LIBRARY_REMOVE)
                        .number(m.number())
                        .text(m.fileName())
                        .number(m.version())
                        .toBytes();
            case Message.LibraryRemoved m ->
                new FieldWriter(MessageType.LIBRARY_REMOVED)
                        .number(m.versions())
                        .number(m.bytes())
                        .toBytes();
            case Message.LibraryVerify m ->
                new FieldWriter(MessageType.LIBRARY_VERIFY)
                        .number(m.number())
                        .text(m.fileName())
                        .number(m.version())
                        .toBytes();
            case Message.LibraryVerified m ->
                new FieldWriter(MessageType.LIBRARY_VERIFIED).bytes(m.sha256()).toBytes();
            case Message.LibraryPut m ->
                new FieldWriter(MessageType.LIBRARY_PUT)
                        .number(m.number())
                        .text(m.fileName())
                        .number(m.size())
                        .text(m.mediaType())
                        .bytes(m.sha256())
                        .toBytes();
            case Message.LibraryMissing m ->
                new FieldWriter(MessageType.LIBRARY_MISSING)
                        .number(m.offset())
                        .number(m.length())
                        .toBytes();
            case Message.LibraryReady m ->
                new FieldWriter(MessageType.LIBRARY_READY).number(m.chunkBytes()).toBytes();
            case Message.LibraryChunk m -> bytesAt(MessageType.LIBRARY_CHUNK, m.offset(), m.data());
            case Message.LibraryStored m ->
                new FieldWriter(MessageType.LIBRARY_STORED).number(m.offset()).toBytes();
            case Message.LibraryFinish ignored -> new FieldWriter(MessageType.LIBRARY_FINISH).toBytes();
            case Message.LibraryGet m ->
                new FieldWriter(MessageType.LIBRARY_GET)
                        .number(m.number())
                        .text(m.fileName())
                        .number(m.version())
                        .number(m.offset())
                        .number(m.length())
                        .toBytes();
            case Message.LibraryRange m ->
                new FieldWriter(MessageType.LIBRARY_RANGE)
                        .number(m.offset())
                        .number(m.length())
                        .toBytes();
            case Message.LibraryContent m -> bytesAt(MessageType.LIBRARY_CONTENT, m.offset(), m.data());
            case Message.RegisterRenderer m ->
                new FieldWriter(MessageType.REGISTER_RENDERER)
                        .number(m.number())
                        .text(m.renderer())
                        .text(m.kind())
                        .toBytes();
            case Message.RendererRegistered ignored ->
                new FieldWriter(MessageType.RENDERER_REGISTERED).toBytes();
            case Message.RendererCommand m ->
                new FieldWriter(MessageType.RENDERER_COMMAND)
                        .number(m.id())
                        .number(m.action().code())
                        .item(m.item())
                        .number(m.position())
                        .number(m.place())
                        .number(m.startAtMillis())
                        .text(m.by())
                        .toBytes();
            case Message.RendererState m ->
                new FieldWriter(MessageType.RENDERER_STATE)
                        .number(m.commandId())
                        .number(m.state().code())
                        .item(m.item())
                        .number(m.position())
                        .number(m.buffered())
                        .number(m.rate())
                        .number(m.code().code())
                        .text(m.text())
                        .number(m.atMillis())
                        .toBytes();
            case Message.Control m ->
                new FieldWriter(MessageType.CONTROL).number(m.number()).toBytes();
            case Message.RendererSeen m ->
                new FieldWriter(MessageType.RENDERER_SEEN)
                        .text(m.renderer())
                        .text(m.kind())
                        .number(m.presence().code())
                        .text(m.gatewayId())
                        .number(m.commandId())
                        .number(m.action().code())
                        .text(m.by())
                        .number(m.followed())
                        .number(m.state().code())
                        .item(m.item())
                        .number(m.position())
                        .number(m.buffered())
                        .number(m.rate())
                        .number(m.code().code())
                        .text(m.text())
                        .number(m.atMillis())
                        .toBytes();
            case Message.RenderersListed m ->
                new FieldWriter(MessageType.RENDERERS_LISTED).number(m.count()).toBytes();
            case Message.RendererForgotten m ->
                new FieldWriter(MessageType.RENDERER_FORGOTTEN).text(m.renderer()).toBytes();
            case Message.ControlCommand m ->
                new FieldWriter(MessageType.CONTROL_COMMAND)
                        .number(m.requestId())
                        .texts(m.renderers())
                        .number(m.action().code())
                        .item(m.item())
                        .number(m.position())
                        .number(m.startAtMillis())
                        .toBytes();
            case Message.ControlAnswer m ->
                new FieldWriter(MessageType.CONTROL_ANSWER)
                        .number(m.requestId())
                        .text(m.renderer())
                        .number(m.commandId())
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
            case Message.ListItems m ->
                new FieldWriter(MessageType.LIST_ITEMS)
                        .number(m.requestId())
                        .text(m.after())
                        .number(m.limit())
                        .toBytes();
            case Message.ItemSeen m ->
                new FieldWriter(MessageType.ITEM_SEEN)
                        .number(m.requestId())
                        .item(m.item())
                        .toBytes();
            case Message.ItemsListed m ->
                new FieldWriter(MessageType.ITEMS_LISTED)
                        .number(m.requestId())
                        .bool(m.more())
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
            case Message.SteerStream m ->
                new FieldWriter(MessageType.STEER_STREAM)
                        .number(m.requestId())
                        .sessionId(m.session())
                        .number(m.stream() + 1)
                        .number(m.action().code())
                        .start(m.start())
                        .toBytes();
            case Message.StreamSteered m ->
                new FieldWriter(MessageType.STREAM_STEERED)
                        .number(m.requestId())
                        .number(m.streams())
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
            case Message.Points m ->
                new FieldWriter(MessageType.POINTS).number(m.number()).toBytes();
            case Message.PutPoints m ->
                new FieldWriter(MessageType.PUT_POINTS)
                        .number(m.requestId())
                        .text(m.series())
                        .points(m.points())
                        .toBytes();
            case Message.PointsStored m ->
                new FieldWriter(MessageType.POINTS_STORED)
                        .number(m.requestId())
                        .number(m.changed())
                        .toBytes();
            case Message.GetPoints m ->
                new FieldWriter(MessageType.GET_POINTS)
                        .number(m.requestId())
                        .text(m.series())
                        .times(m.times())
                        .toBytes();
            case Message.PointValues m ->
                new FieldWriter(MessageType.POINT_VALUES)
                        .number(m.requestId())
                        .time(m.first())
                        .time(m.last())
                        .results(m.results())
                        .toBytes();
            case Message.GetRange m ->
                new FieldWriter(MessageType.GET_RANGE)
                        .number(m.requestId())
                        .text(m.series())
                        .time(m.from())
                        .time(m.to())
                        .number(m.limit())
                        .toBytes();
            case Message.PointRange m ->
                new FieldWriter(MessageType.POINT_RANGE)
                        .number(m.requestId())
                        .bool(m.more())
                        .points(m.points())
                        .toBytes();
            case Message.ListSeries m ->
                new FieldWriter(MessageType.LIST_SERIES)
                        .number(m.requestId())
                        .text(m.prefix())
                        .text(m.after())
                        .number(m.limit())
                        .toBytes();
            case Message.SeriesSeen m ->
                new FieldWriter(MessageType.SERIES_SEEN)
                        .number(m.requestId())
                        .text(m.series())
                        .number(m.pointCount())
                        .time(m.first())
                        .time(m.last())
                        .value(m.least())
                        .value(m.greatest())
                        .toBytes();
            case Message.SeriesListed m ->
                new FieldWriter(MessageType.SERIES_LISTED)
                        .number(m.requestId())
                        .bool(m.more())
                        .number(m.seriesCount())
                        .number(m.pointCount())
                        .number(m.maxSeries())
                        .number(m.maxPoints())
                        .toBytes();
            case Message.RemoveSeries m ->
                new FieldWriter(MessageType.REMOVE_SERIES)
                        .number(m.requestId())
                        .text(m.series())
                        .toBytes();
            case Message.SeriesRemoved m ->
                new FieldWriter(MessageType.SERIES_REMOVED)
                        .number(m.requestId())
                        .number(m.pointCount())
                        .toBytes();
            case Message.PointsFailed m ->
                new FieldWriter(MessageType.POINTS_FAILED)
                        .number(m.requestId())
                        .number(m.code().code())
                        .text(m.text())
                        .toBytes();
        };
    }

    /** Pieces of files are large: worth knowing how long they become. */
    private static byte[] bytesAt(int type, long offset, byte[] data) {
        int size = 1 + VarInt.size(offset) + VarInt.size(data.length) + data.length;
        return new FieldWriter(type, size).number(offset).bytes(data).toBytes();
    }

    /** A gateway encodes each record it delivers: worth knowing how long it becomes. */
    private static int sizeOf(Message.Delivery m) {
        int size = 1
                + VarInt.size(m.partition())
                + VarInt.size(m.offset())
                + VarInt.size(Math.max(0, m.timestampMillis()))
                + sizeOf(m.key())
                + VarInt.size(m.headers().size())
                + sizeOf(m.value());
        for (Header header : m.headers()) {
            int name = header.name().getBytes(StandardCharsets.UTF_8).length;
            size += VarInt.size(name) + name + sizeOf(header.value());
        }
        return size;
    }

    private static int sizeOf(byte @Nullable [] value) {
        return value == null ? 1 : VarInt.size(value.length + 1L) + value.length;
    }
}
