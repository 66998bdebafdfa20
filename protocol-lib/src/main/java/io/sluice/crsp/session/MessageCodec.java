package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bytes of session messages: a type byte and the fields in the order of the record's components. */
public final class MessageCodec {
    private MessageCodec() {}

    /** The bytes of a message. */
    public static byte[] encode(Message message) {
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

    /**
     * The message of these bytes.
     *
     * @throws TransportException {@link ErrorCode#BAD_REQUEST} or {@link ErrorCode#FRAME_ENCODING_ERROR} if they
     *     are malformed
     */
    public static Message decode(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Message message = read(in.type(), in);
        in.end();
        return message;
    }

    private static Message read(int type, FieldReader in) {
        return switch (type) {
            case MessageType.OPEN_SESSION -> new Message.OpenSession(in.text(), in.millis());
            case MessageType.RESUME_SESSION -> new Message.ResumeSession(in.sessionId(), in.number(), in.text());
            case MessageType.SESSION_OPENED ->
                new Message.SessionOpened(in.sessionId(), in.number(), in.millis(), in.text());
            case MessageType.END_SESSION -> new Message.EndSession();
            case MessageType.FAILURE -> new Message.Failure(ErrorCode.ofOrInternal(in.number()), in.text());
            case MessageType.REDIRECT -> new Message.Redirect(in.text(), in.host(), in.number(1, 65_535));
            case MessageType.STREAM_STATUS -> new Message.StreamStatus(ErrorCode.ofOrInternal(in.number()), in.text());
            case MessageType.SUBSCRIBE ->
                new Message.Subscribe(
                        in.number(),
                        in.text(),
                        in.number(0, Integer.MAX_VALUE) - 1,
                        in.filter(),
                        in.start(),
                        in.offsetReset());
            case MessageType.SUBSCRIBED -> new Message.Subscribed(in.positions());
            case MessageType.DELIVERY ->
                new Message.Delivery(
                        in.number(0, Integer.MAX_VALUE),
                        in.number(),
                        in.number(),
                        in.nullableBytes(),
                        in.headers(),
                        in.nullableBytes());
            case MessageType.COMMIT -> new Message.Commit(in.positions());
            case MessageType.PAUSE -> new Message.Pause();
            case MessageType.RESUME -> new Message.Resume();
            case MessageType.SEEK -> new Message.Seek(in.start());
            case MessageType.DELIVERY_STATE -> new Message.DeliveryState(in.bool());
            case MessageType.POSITION_RESET ->
                new Message.PositionReset(
                        in.number(0, Integer.MAX_VALUE), in.number(), in.number(), in.number(), in.number());
            case MessageType.PARTITIONS_ADDED -> new Message.PartitionsAdded(in.positions());
            case MessageType.AWAIT_POSITION ->
                new Message.AwaitPosition(in.number(0, Integer.MAX_VALUE), in.number());
            case MessageType.POSITION_REACHED ->
                new Message.PositionReached(in.number(0, Integer.MAX_VALUE), in.number());
            case MessageType.PUBLISH -> new Message.Publish(in.number(), in.text(), Guarantee.of(in.number(0, 2)));
            case MessageType.PUBLISHING -> new Message.Publishing(in.number());
            case MessageType.DATA ->
                new Message.Data(in.number(), in.nullableBytes(), in.headers(), in.nullableBytes());
            case MessageType.CONFIRM -> new Message.Confirm(in.number());
            case MessageType.SEQUENCE_REQUEST ->
                new Message.SequenceRequest(in.number(), in.number(0, 65_535), in.millis(), in.number());
            case MessageType.SEQUENCE_STARTED -> new Message.SequenceStarted(in.number(1, 65_535), in.millis());
            case MessageType.SEQUENCE_ITEM -> new Message.SequenceItem(in.number(), in.uint32());
            case MessageType.SEQUENCE_END -> new Message.SequenceEnd(in.bytes());
            case MessageType.SEQUENCE_VERIFIED -> new Message.SequenceVerified(in.bytes());
            case MessageType.LIBRARY_LIST ->
                new Message.LibraryList(
                        in.number(),
                        in.text(),
                        in.bool(),
                        in.text(),
                        in.number(),
                        in.number(1, Message.LibraryList.MAX_LIMIT));
            case MessageType.LIBRARY_ITEM ->
                new Message.LibraryItem(
                        in.number(), in.text(), in.number(), in.text(), in.sha256(), in.number());
            case MessageType.LIBRARY_END ->
                new Message.LibraryEnd(
                        in.bool(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.millis());
            case MessageType.LIBRARY_REMOVE -> new Message.LibraryRemove(in.number(), in.text(), in.number());
            case MessageType.LIBRARY_REMOVED -> new Message.LibraryRemoved(in.number(), in.number());
            case MessageType.LIBRARY_VERIFY -> new Message.LibraryVerify(in.number(), in.text(), in.number());
            case MessageType.LIBRARY_VERIFIED -> new Message.LibraryVerified(in.sha256());
            case MessageType.LIBRARY_PUT ->
                new Message.LibraryPut(in.number(), in.text(), in.number(), in.text(), in.sha256());
            case MessageType.LIBRARY_MISSING -> new Message.LibraryMissing(in.number(), in.number());
            case MessageType.LIBRARY_READY -> new Message.LibraryReady(in.number(1, Integer.MAX_VALUE));
            case MessageType.LIBRARY_CHUNK -> new Message.LibraryChunk(in.number(), in.bytes());
            case MessageType.LIBRARY_STORED -> new Message.LibraryStored(in.number());
            case MessageType.LIBRARY_FINISH -> new Message.LibraryFinish();
            case MessageType.LIBRARY_GET ->
                new Message.LibraryGet(in.number(), in.text(), in.number(), in.number(), in.number());
            case MessageType.LIBRARY_RANGE -> new Message.LibraryRange(in.number(), in.number());
            case MessageType.LIBRARY_CONTENT -> new Message.LibraryContent(in.number(), in.bytes());
            case MessageType.REGISTER_RENDERER ->
                new Message.RegisterRenderer(in.number(), in.text(), in.text(Message.RegisterRenderer.MAX_KIND));
            case MessageType.RENDERER_REGISTERED -> new Message.RendererRegistered();
            case MessageType.RENDERER_COMMAND ->
                new Message.RendererCommand(
                        in.positive(), in.action(), in.item(), in.number(), in.positive(), in.number(), in.text());
            case MessageType.RENDERER_STATE ->
                new Message.RendererState(
                        in.number(),
                        in.playbackState(),
                        in.item(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.code(),
                        in.text(Message.RendererState.MAX_TEXT),
                        in.number());
            case MessageType.CONTROL -> new Message.Control(in.number());
            case MessageType.RENDERER_SEEN ->
                new Message.RendererSeen(
                        in.text(),
                        in.text(),
                        in.presence(),
                        in.text(),
                        in.number(),
                        in.action(),
                        in.text(),
                        in.number(),
                        in.playbackState(),
                        in.item(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.code(),
                        in.text(),
                        in.number());
            case MessageType.RENDERERS_LISTED -> new Message.RenderersListed(in.number());
            case MessageType.RENDERER_FORGOTTEN -> new Message.RendererForgotten(in.text());
            case MessageType.CONTROL_COMMAND ->
                new Message.ControlCommand(
                        in.number(),
                        in.texts(1, Message.ControlCommand.MAX_RENDERERS),
                        in.action(),
                        in.item(),
                        in.number(),
                        in.number());
            case MessageType.CONTROL_ANSWER ->
                new Message.ControlAnswer(in.number(), in.text(), in.number(), in.code(), in.text());
            case MessageType.LIST_ITEMS ->
                new Message.ListItems(in.number(), in.text(), in.number(1, Message.ListItems.MAX_LIMIT));
            case MessageType.ITEM_SEEN -> new Message.ItemSeen(in.number(), in.item());
            case MessageType.ITEMS_LISTED ->
                new Message.ItemsListed(in.number(), in.bool(), in.code(), in.text());
            case MessageType.POINTS -> new Message.Points(in.number());
            case MessageType.PUT_POINTS ->
                new Message.PutPoints(in.number(), in.text(), in.points(1, Message.PutPoints.MAX_POINTS));
            case MessageType.POINTS_STORED -> new Message.PointsStored(in.number(), in.number());
            case MessageType.GET_POINTS ->
                new Message.GetPoints(in.number(), in.text(), in.times(1, Message.PutPoints.MAX_POINTS));
            case MessageType.POINT_VALUES ->
                new Message.PointValues(
                        in.number(), in.time(), in.time(), in.results(1, Message.PutPoints.MAX_POINTS));
            case MessageType.GET_RANGE ->
                new Message.GetRange(
                        in.number(), in.text(), in.time(), in.time(), in.number(1, Message.PutPoints.MAX_POINTS));
            case MessageType.POINT_RANGE ->
                new Message.PointRange(in.number(), in.bool(), in.points(0, Message.PutPoints.MAX_POINTS));
            case MessageType.LIST_SERIES ->
                new Message.ListSeries(
                        in.number(), in.text(), in.text(), in.number(1, Message.ListSeries.MAX_LIMIT));
            case MessageType.SERIES_SEEN ->
                new Message.SeriesSeen(
                        in.number(), in.text(), in.positive(), in.time(), in.time(), in.value(), in.value());
            case MessageType.SERIES_LISTED ->
                new Message.SeriesListed(
                        in.number(), in.bool(), in.number(), in.number(), in.number(), in.number());
            case MessageType.REMOVE_SERIES -> new Message.RemoveSeries(in.number(), in.text());
            case MessageType.SERIES_REMOVED -> new Message.SeriesRemoved(in.number(), in.number());
            case MessageType.POINTS_FAILED -> new Message.PointsFailed(in.number(), in.code(), in.text());
            default ->
                throw new TransportException(
                        ErrorCode.BAD_REQUEST, "an unknown message type 0x" + Integer.toHexString(type));
        };
    }
}
