package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the session layer. Stream 0 is the session's control stream; every further stream that a
 * client opens begins with the message that says what it is for. {@link MessageCodec} gives the bytes,
 * docs/protocol.md the specification.
 */
public sealed interface Message {

    // The control stream.

    /**
     * Client: begin a session.
     *
     * @param clientName free text that operators see
     * @param window the reconnect window wished for; zero for the gateway's default
     */
    record OpenSession(String clientName, Duration window) implements Message {}

    /**
     * Client: go on with a session.
     *
     * @param epoch the epoch that the client was told last; a stale one is still accepted, because the answer to
     *     an earlier resume may have been lost
     */
    record ResumeSession(SessionId id, long epoch, String clientName) implements Message {}

    /**
     * Gateway: the session is this connection's.
     *
     * @param epoch rises with every resume
     * @param window how long the session outlives a lost connection
     */
    record SessionOpened(SessionId id, long epoch, Duration window, String gatewayId) implements Message {}

    /** Client: the session is no longer needed. Answered by the end of the connection. */
    record EndSession() implements Message {}

    /** Gateway: a request on this stream failed; on the control stream, the session is refused. */
    record Failure(ErrorCode code, String text) implements Message {}

    /**
     * Gateway: another gateway has the session, or will have it. Instead of {@link SessionOpened} it is the answer, and
     * the connection ends; on an open session the client moves there as soon as it can.
     *
     * @param gatewayId which gateway that is, for people
     * @param host a name or a literal address, 1 to 255 characters
     * @param port 1 to 65,535
     */
    record Redirect(String gatewayId, String host, int port) implements Message {
        /** The longest host, the longest name of the DNS. */
        public static final int MAX_HOST = 255;

        public Redirect {
            if (host.isBlank() || host.length() > MAX_HOST || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not the address of a gateway: \"" + host + "\" port " + port);
            }
        }
    }

    /**
     * Gateway: the stream waits for this reason and goes on by itself, or, with {@link ErrorCode#NO_ERROR}, goes on.
     */
    record StreamStatus(ErrorCode code, String text) implements Message {}

    // Delivery: Kafka to client.

    /**
     * Client: deliver a topic on this stream.
     *
     * @param number the stream's number within the session, the same after a resume
     * @param partition one partition, or -1 for all
     * @param filter which messages of these
     * @param reset what to do when a position is not in the topic, now or later
     */
    record Subscribe(long number, String topic, int partition, Filter filter, Start start, OffsetReset reset)
            implements
                Message {}

    /** Gateway: delivery begins here; also the answer to {@link Seek}: later deliveries are from the new place. */
    record Subscribed(List<Position> positions) implements Message {
        public Subscribed {
            positions = List.copyOf(positions);
        }
    }

    /** Gateway: one Kafka record. */
    record Delivery(
            int partition,
            long offset,
            long timestampMillis,
            byte @Nullable [] key,
            List<Header> headers,
            byte @Nullable [] value)
            implements
                Message {}

    /** Client: everything before these places is processed. */
    record Commit(List<Position> positions) implements Message {
        public Commit {
            positions = List.copyOf(positions);
        }
    }

    /** Client: send no more for now. */
    record Pause() implements Message {}

    /** Client: go on. */
    record Resume() implements Message {}

    /** Client: go on from elsewhere. */
    record Seek(Start start) implements Message {}

    /** Gateway: delivery is paused or goes on, by whomever. */
    record DeliveryState(boolean paused) implements Message {}

    /**
     * Gateway: a position was not in the partition, and delivery goes on from another, as {@link Subscribe#reset} says.
     *
     * @param wanted the offset that would have been next
     * @param earliest the oldest offset that the partition has
     * @param latest the offset after its newest
     * @param next where delivery goes on
     */
    record PositionReset(int partition, long wanted, long earliest, long latest, long next) implements Message {}

    /** Gateway: the topic has grown, and its new partitions are delivered, too, from these places. */
    record PartitionsAdded(List<Position> positions) implements Message {
        public PartitionsAdded {
            positions = List.copyOf(positions);
        }
    }

    /**
     * Client: say when every record before this offset that the filter lets through has been delivered. Forgotten with
     * the next {@link Seek}.
     */
    record AwaitPosition(int partition, long offset) implements Message {}

    /**
     * Gateway: nothing before this offset is left to be delivered. A record at or after it, which says the same, may come
     * before.
     */
    record PositionReached(int partition, long offset) implements Message {}

    // Ingest: client to Kafka.

    /**
     * Client: what follows on this stream goes to a topic.
     *
     * @param guarantee with {@link Guarantee#BEST_EFFORT} the messages come as {@link MessageDatagram}s
     */
    record Publish(long number, String topic, Guarantee guarantee) implements Message {}

    /**
     * Gateway: ready; everything up to this sequence number was taken (0 for nothing yet) and is confirmed by {@link
     * Confirm} once it is in Kafka. The client goes on with the number after it, or after the last that was confirmed
     * to it, whichever is higher.
     */
    record Publishing(long lastSequence) implements Message {}

    /**
     * Client: one message for the topic.
     *
     * @param sequence rises by one from 1 within the publish stream, over all connections of the session
     */
    record Data(long sequence, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value)
            implements
                Message {}

    /** Gateway: everything up to this sequence number is committed in Kafka. */
    record Confirm(long sequence) implements Message {}

    // Sequences.

    /**
     * Client: generate numbers, or go on with them.
     *
     * @param length how many, 1 to 65,535; 0 lets the gateway draw a number
     * @param interval time from one number to the next
     * @param nextIndex the index of the next number wanted: 0 at first
     */
    record SequenceRequest(long number, int length, Duration interval, long nextIndex) implements Message {}

    /** Gateway: the sequence has this length. */
    record SequenceStarted(int length, Duration interval) implements Message {}

    /**
     * Gateway: one number.
     *
     * @param value 0 to 2<sup>32</sup>-1
     */
    record SequenceItem(long index, long value) implements Message {}

    /** Gateway: that was all; SHA-256 over all numbers, each as four bytes, big-endian. */
    record SequenceEnd(byte[] checksum) implements Message {}

    /** Client: this is the checksum of what arrived. */
    record SequenceVerified(byte[] checksum) implements Message {}

    // The library.

    /**
     * Client: which files are there? Answered by {@link LibraryItem}s and one {@link LibraryEnd}.
     *
     * @param fileName how the wanted files' names begin; with {@code versions} the name itself
     * @param versions false for the newest version of each file, in the order of the names' UTF-8 bytes; true for every
     *     version of one file, the newest first
     * @param afterName only names after this one; empty for all
     * @param beforeVersion only versions before this one; 0 for all
     * @param limit how many at most, 1 to {@value #MAX_LIMIT}
     */
    record LibraryList(
            long number, String fileName, boolean versions, String afterName, long beforeVersion, int limit)
            implements
                Message {
        /** Items of a page. */
        public static final int MAX_LIMIT = 1000;
    }

    /**
     * Gateway: a version of a file.
     *
     * @param version rises with every file that comes into the library, at least 1; never used again
     * @param size in bytes
     * @param sha256 of the whole content, 32 bytes
     * @param createdMillis when it was complete, since 1970 UTC
     */
    record LibraryItem(
            long version, String fileName, long size, String mediaType, byte[] sha256, long createdMillis)
            implements
                Message {}

    /**
     * Gateway: the page is over; and what the whole library holds.
     *
     * @param more whether a further page follows this one
     * @param bytes of all versions
     * @param unfinished uploads that have begun
     * @param unfinishedBytes what is there of these
     * @param retention how long a version stays; zero if until it is removed
     */
    record LibraryEnd(
            boolean more,
            long files,
            long versions,
            long bytes,
            long unfinished,
            long unfinishedBytes,
            Duration retention)
            implements
                Message {}

    /**
     * Client: remove a file. Answered by {@link LibraryRemoved}.
     *
     * @param version one version, or 0 for all
     */
    record LibraryRemove(long number, String fileName, long version) implements Message {}

    /** Gateway: so much was removed. */
    record LibraryRemoved(long versions, long bytes) implements Message {}

    /**
     * Client: read a file back from Kafka and say what it is. Answered by {@link LibraryItem} and
     * {@link LibraryVerified}.
     *
     * @param version one version, or 0 for the newest
     */
    record LibraryVerify(long number, String fileName, long version) implements Message {}

    /** Gateway: this is the SHA-256 of what is in Kafka. */
    record LibraryVerified(byte[] sha256) implements Message {}

    /**
     * Client: store a file, or go on with it. Answered by {@link LibraryItem} if its newest version is this very file,
     * else by {@link LibraryMissing}s and {@link LibraryReady}. Several streams may work on one file.
     *
     * @param size in bytes
     * @param sha256 of the whole content, 32 bytes
     */
    record LibraryPut(long number, String fileName, long size, String mediaType, byte[] sha256) implements Message {}

    /** Gateway: these bytes of the file are not in Kafka. */
    record LibraryMissing(long offset, long length) implements Message {}

    /**
     * Gateway: send what is missing.
     *
     * @param chunkBytes length of every chunk but the last; chunks begin at its multiples
     */
    record LibraryReady(int chunkBytes) implements Message {}

    /** Client: a chunk of the file. Answered by {@link LibraryStored}. */
    record LibraryChunk(long offset, byte[] data) implements Message {}

    /** Gateway: the chunk that begins here is in Kafka. */
    record LibraryStored(long offset) implements Message {}

    /**
     * Client: all is stored. Answered by {@link LibraryItem} once it was read back and its SHA-256 is right, or as
     * {@link LibraryPut} if something is missing.
     */
    record LibraryFinish() implements Message {}

    /**
     * Client: give a range of a file. Answered by {@link LibraryItem}, {@link LibraryRange} and then
     * {@link LibraryContent}s.
     *
     * @param version one version, or 0 for the newest
     * @param offset of the first byte wanted, at most the size
     * @param length how many bytes; what is beyond the end is not given
     */
    record LibraryGet(long number, String fileName, long version, long offset, long length) implements Message {}

    /** Gateway: this range follows. */
    record LibraryRange(long offset, long length) implements Message {}

    /** Gateway: bytes of the range, in order. */
    record LibraryContent(long offset, byte[] data) implements Message {}

    // Renderers and controllers.

    /**
     * Client: this session has a renderer.
     *
     * @param number the stream's number within the session, the same after a resume
     * @param renderer the name by which controllers call it, see {@link RendererName}
     * @param kind what it is, for people, such as "file" or "browser"
     */
    record RegisterRenderer(long number, String renderer, String kind) implements Message {
        /** The longest kind, in characters. */
        public static final int MAX_KIND = 64;
    }

    /** Gateway: the renderer is known to controllers. Its newest command follows if there is one. */
    record RendererRegistered() implements Message {}

    /**
     * Gateway: the newest command for this renderer, and all that it needs to follow it, whether or not it has seen those
     * before. It may come again after a resume and is then followed once only.
     *
     * @param id rises from command to command of all renderers; never 0
     * @param item that is played, or nothing
     * @param position offset where it was last told to begin in it
     * @param place id of the command that said item and position: only one that was not followed yet leads there
     * @param startAtMillis when to follow it, in milliseconds since 1970 UTC; 0 for at once
     * @param by who gave it, for people
     */
    record RendererCommand(
            long id, Action action, Item item, long position, long place, long startAtMillis, String by)
            implements
                Message {}

    /**
     * Renderer: what it does now; acknowledges a command by its id.
     *
     * @param commandId of the newest command that it follows or has refused; 0 for none
     * @param position offset of the next record that is not yet played
     * @param buffered bytes that are received and not yet played
     * @param rate bytes a second that are played, as measured
     * @param code {@link ErrorCode#NO_ERROR}, or why it failed or could not follow the command
     * @param text for people; may be empty
     * @param atMillis when this state began, by the renderer's clock
     */
    record RendererState(
            long commandId,
            PlaybackState state,
            Item item,
            long position,
            long buffered,
            long rate,
            ErrorCode code,
            String text,
            long atMillis)
            implements
                Message {
        /** The longest text, in characters. */
        public static final int MAX_TEXT = 1000;
    }

    /** Client: tell of all renderers on this stream, and take commands for them. */
    record Control(long number) implements Message {}

    /**
     * Gateway: a renderer as it is now, its newest command, and its last state.
     *
     * @param gatewayId where it is connected, or was last
     * @param commandId of its newest command, 0 for none
     * @param followed of the newest command that it has acknowledged
     */
    record RendererSeen(
            String renderer,
            String kind,
            Presence presence,
            String gatewayId,
            long commandId,
            Action action,
            String by,
            long followed,
            PlaybackState state,
            Item item,
            long position,
            long buffered,
            long rate,
            ErrorCode code,
            String text,
            long atMillis)
            implements
                Message {}

    /** Gateway: that was every renderer; what follows are changes. */
    record RenderersListed(long count) implements Message {}

    /** Gateway: the renderer is not remembered any more. */
    record RendererForgotten(String renderer) implements Message {}

    /**
     * Client: tell renderers to do something. Each is answered for by a {@link ControlAnswer} of its own.
     *
     * @param requestId rises with every request of the stream, over all connections of the session
     * @param renderers their names, 1 to {@link #MAX_RENDERERS}
     * @param item of {@link Action#PLAY}
     * @param position offset to begin at; of {@link Action#PLAY} and {@link Action#SEEK}
     * @param startAtMillis when to follow it, in milliseconds since 1970 UTC; 0 for at once
     */
    record ControlCommand(
            long requestId,
            List<String> renderers,
            Action action,
            Item item,
            long position,
            long startAtMillis)
            implements
                Message {
        /** The most renderers of one command. */
        public static final int MAX_RENDERERS = 1000;

        public ControlCommand {
            renderers = List.copyOf(renderers);
        }

        /** The same for another item. */
        public ControlCommand with(Item other) {
            return new ControlCommand(requestId, renderers, action, other, position, startAtMillis);
        }
    }

    /**
     * Gateway: what became of a command for one renderer.
     *
     * @param commandId that it was given, 0 if it was not even written
     * @param code {@link ErrorCode#NO_ERROR} once the renderer has acknowledged it
     */
    record ControlAnswer(long requestId, String renderer, long commandId, ErrorCode code, String text)
            implements
                Message {}

    /**
     * Client: list what can be played.
     *
     * @param after name of the last topic of the page before, or empty
     * @param limit topics of a page, 1 to {@link #MAX_LIMIT}
     */
    record ListItems(long requestId, String after, int limit) implements Message {
        /** The most topics of a page. */
        public static final int MAX_LIMIT = 1000;
    }

    /** Gateway: an item of the page, with where it begins and ends now. */
    record ItemSeen(long requestId, Item item) implements Message {}

    /**
     * Gateway: that was the page.
     *
     * @param more whether another page follows
     * @param code {@link ErrorCode#NO_ERROR}, or why there is no page
     */
    record ItemsListed(long requestId, boolean more, ErrorCode code, String text) implements Message {}

    /**
     * Client: do something to streams of a session, as their own client could. Answered by {@link StreamSteered}.
     *
     * @param requestId rises with every request of the stream, as that of {@link ControlCommand}
     * @param session whose streams they are; it may be at another gateway
     * @param stream number of the one stream in that session, or {@link #ALL}
     * @param action any but {@link Action#PLAY}
     * @param start of {@link Action#SEEK}, otherwise without a meaning; no {@link Start.Positions}
     */
    record SteerStream(long requestId, SessionId session, long stream, Action action, Start start)
            implements
                Message {
        /** Stands for all streams of the session on which a topic is delivered. */
        public static final long ALL = -1;
    }

    /**
     * Gateway: what became of it.
     *
     * @param streams how many it was done to
     * @param code {@link ErrorCode#NO_ERROR} once it is done
     */
    record StreamSteered(long requestId, long streams, ErrorCode code, String text) implements Message {}

    // Data points.

    /** Client: requests about data points follow on this stream, as many at a time as the client likes. */
    record Points(long number) implements Message {}

    /**
     * Client: store points of a series. A point of a time that the series has takes its place. Answered by
     * {@link PointsStored}.
     *
     * @param requestId the client's; comes back with the answer
     * @param series its name, see {@link SeriesName}
     * @param points 1 to {@link #MAX_POINTS}, in any order
     */
    record PutPoints(long requestId, String series, List<Point> points) implements Message {
        /** The most points of one message, of either side. */
        public static final int MAX_POINTS = 4096;

        public PutPoints {
            points = List.copyOf(points);
        }
    }

    /**
     * Gateway: all of them are in Kafka.
     *
     * @param changed how many were not there, or had another value
     */
    record PointsStored(long requestId, long changed) implements Message {}

    /**
     * Client: what are the values at these times? Answered by {@link PointValues}.
     *
     * @param times 1 to {@link PutPoints#MAX_POINTS}, in any order
     */
    record GetPoints(long requestId, String series, List<Long> times) implements Message {
        public GetPoints {
            times = List.copyOf(times);
        }
    }

    /**
     * Gateway: the values.
     *
     * @param first time of the series' first point
     * @param last time of its last one
     * @param results for each time, in the order of the request
     */
    record PointValues(long requestId, long first, long last, List<PointResult> results) implements Message {
        public PointValues {
            results = List.copyOf(results);
        }
    }

    /**
     * Client: what points are there between two times, both included? Answered by {@link PointRange}.
     *
     * @param limit how many at most, 1 to {@link PutPoints#MAX_POINTS}
     */
    record GetRange(long requestId, String series, long from, long to, int limit) implements Message {}

    /**
     * Gateway: points, in the order of their times.
     *
     * @param more whether others of the range follow the last one
     */
    record PointRange(long requestId, boolean more, List<Point> points) implements Message {
        public PointRange {
            points = List.copyOf(points);
        }
    }

    /**
     * Client: which series are there? Answered by {@link SeriesSeen}s and {@link SeriesListed}.
     *
     * @param prefix how their names begin; may be empty
     * @param after only names after this one, such as the last of the page before; empty for all
     * @param limit how many at most, 1 to {@link #MAX_LIMIT}
     */
    record ListSeries(long requestId, String prefix, String after, int limit) implements Message {
        /** The most series of a page. */
        public static final int MAX_LIMIT = 1000;
    }

    /**
     * Gateway: a series.
     *
     * @param pointCount how many points it has, at least 1
     * @param first time of its first point
     * @param last time of its last one
     * @param least of its values
     * @param greatest of its values
     */
    record SeriesSeen(
            long requestId, String series, long pointCount, long first, long last, double least, double greatest)
            implements
                Message {}

    /**
     * Gateway: the page is over; and what the gateway has of all series.
     *
     * @param more whether another page follows
     * @param maxSeries how many series there may be
     * @param maxPoints how many points all of them may have
     */
    record SeriesListed(
            long requestId, boolean more, long seriesCount, long pointCount, long maxSeries, long maxPoints)
            implements
                Message {}

    /** Client: remove a series with all its points. Answered by {@link SeriesRemoved}. */
    record RemoveSeries(long requestId, String series) implements Message {}

    /** Gateway: the series is gone, and had so many points. */
    record SeriesRemoved(long requestId, long pointCount) implements Message {}

    /** Gateway: the request failed; the stream goes on. */
    record PointsFailed(long requestId, ErrorCode code, String text) implements Message {}
}
