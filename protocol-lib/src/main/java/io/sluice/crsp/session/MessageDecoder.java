package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;

/** Reads session messages. */
final class MessageDecoder {
    private MessageDecoder() {}

    /** The message of a type, from its fields. */
    static Message read(int type, FieldReader in) {
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
            case MessageType.STEER_STREAM ->
                new Message.SteerStream(
                        in.number(), in.sessionId(), in.number() - 1, in.streamAction(), in.place());
            case MessageType.STREAM_STEERED ->
                new Message.StreamSteered(in.number(), in.number(), in.code(), in.text());
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
