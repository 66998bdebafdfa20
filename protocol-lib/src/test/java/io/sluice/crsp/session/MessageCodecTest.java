package io.sluice.crsp.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final List<Header> HEADERS = List.of(new Header("ä", KEY), new Header("none", null));
    private static final List<Position> POSITIONS = List.of(new Position(0, 7), new Position(4_000_000, 1L << 61));

    static Stream<Message> everyMessage() {
        SessionId id = new SessionId(-1, 42);
        return Stream.of(
                new Message.OpenSession("größe", Duration.ofSeconds(30)),
                new Message.ResumeSession(id, 17, ""),
                new Message.SessionOpened(id, 18, Duration.ofSeconds(30), "gateway:4650"),
                new Message.EndSession(),
                new Message.Redirect("gw2:4650", "gw2.example", 65_535),
                new Message.Redirect("", "::1", 1),
                new Message.Failure(ErrorCode.SESSION_EXPIRED, "away for too long"),
                new Message.StreamStatus(ErrorCode.KAFKA_UNAVAILABLE, "Kafka does not answer"),
                new Message.Subscribe(1, "orders", -1, new Filter.All(), new Start.Earliest(), OffsetReset.FAIL),
                new Message.Subscribe(2, "orders", 0, new Filter.Key(KEY), new Start.Latest(), OffsetReset.EARLIEST),
                new Message.Subscribe(
                        3, "orders", 12, new Filter.Key(new byte[0]), new Start.Offset(99), OffsetReset.LATEST),
                new Message.Subscribe(
                        4,
                        "orders",
                        -1,
                        new Filter.KeyPrefix(KEY),
                        new Start.Timestamp(1_700_000_000_000L),
                        OffsetReset.FAIL),
                new Message.Subscribe(
                        5,
                        "orders",
                        -1,
                        new Filter.HeaderValue("größe", KEY),
                        new Start.Positions(POSITIONS),
                        OffsetReset.FAIL),
                new Message.Subscribe(
                        6, "orders", -1, new Filter.HeaderValue("x", null), new Start.Earliest(), OffsetReset.FAIL),
                new Message.Subscribed(POSITIONS),
                new Message.Subscribed(List.of()),
                new Message.Delivery(3, 1L << 40, 1_700_000_000_000L, KEY, HEADERS, new byte[3000]),
                new Message.Delivery(0, 0, 0, null, List.of(), null),
                new Message.Commit(POSITIONS),
                new Message.Pause(),
                new Message.Resume(),
                new Message.Seek(new Start.Offset(5)),
                new Message.DeliveryState(true),
                new Message.DeliveryState(false),
                new Message.PositionReset(7, 41, 1L << 40, 1L << 41, 1L << 40),
                new Message.PartitionsAdded(POSITIONS),
                new Message.Publish(9, "orders", Guarantee.EXACTLY_ONCE),
                new Message.Publish(9, "orders", Guarantee.AT_LEAST_ONCE),
                new Message.Publish(9, "orders", Guarantee.BEST_EFFORT),
                new Message.Publishing(0),
                new Message.Data(1, KEY, HEADERS, null),
                new Message.Data(2, null, List.of(), new byte[0]),
                new Message.Confirm(12),
                new Message.SequenceRequest(1, 0, Duration.ofSeconds(1), 0),
                new Message.SequenceStarted(65_535, Duration.ZERO),
                new Message.SequenceItem(65_534, 0xFFFF_FFFFL),
                new Message.SequenceEnd(new byte[32]),
                new Message.SequenceVerified(new byte[32]),
                new Message.LibraryList(7, "films/", false, "films/größe", 0, 1000),
                new Message.LibraryList(7, "a", true, "", 1L << 40, 1),
                new Message.LibraryItem(1L << 40, "größe", 1L << 50, "text/plain", new byte[32], 1_700_000_000_000L),
                new Message.LibraryEnd(true, 1, 2, 1L << 50, 3, 1L << 40, Duration.ofDays(30)),
                new Message.LibraryRemove(7, "größe", 0),
                new Message.LibraryRemoved(2, 1L << 50),
                new Message.LibraryVerify(7, "größe", 1),
                new Message.LibraryVerified(new byte[32]),
                new Message.LibraryPut(7, "größe", 0, "", new byte[32]),
                new Message.LibraryMissing(262_144, 1L << 50),
                new Message.LibraryReady(262_144),
                new Message.LibraryChunk(262_144, new byte[3000]),
                new Message.LibraryStored(0),
                new Message.LibraryFinish(),
                new Message.LibraryGet(7, "größe", 0, 1L << 50, (1L << 62) - 1),
                new Message.LibraryRange(1L << 50, 0),
                new Message.LibraryContent(262_144, new byte[70]),
                new Message.AwaitPosition(3, 1L << 40),
                new Message.PositionReached(3, 1L << 40),
                new Message.RegisterRenderer(7, "lobby größe, 2", "file"),
                new Message.RendererRegistered(),
                new Message.RendererCommand(
                        1L << 40, Action.PLAY, new Item.Topic("film", 2, 5, 9), 7, 1L << 40, 1_700_000_000_000L, "me"),
                new Message.RendererCommand(1, Action.STOP, new Item.None(), 0, 1, 0, ""),
                new Message.RendererState(
                        9,
                        PlaybackState.FAILED,
                        new Item.Topic("film", 0, 0, Item.ENDLESS),
                        7,
                        4096,
                        989,
                        ErrorCode.PLAYBACK_FAILED,
                        "no space left",
                        1_700_000_000_000L),
                new Message.Control(8),
                new Message.RendererSeen(
                        "lobby",
                        "file",
                        Presence.HERE,
                        "gw1",
                        9,
                        Action.PAUSE,
                        "me",
                        8,
                        PlaybackState.PLAYING,
                        new Item.Topic("film", 0, 0, 9),
                        7,
                        4096,
                        989,
                        ErrorCode.NO_ERROR,
                        "",
                        1_700_000_000_000L),
                new Message.RenderersListed(1000),
                new Message.RendererForgotten("lobby"),
                new Message.ControlCommand(
                        3, List.of("lobby", "größe, 2"), Action.SEEK, new Item.None(), 1L << 40, 1_700_000_000_000L),
                new Message.ControlAnswer(3, "lobby", 9, ErrorCode.COMMAND_TIMED_OUT, "no answer"),
                new Message.ListItems(4, "film", 1000),
                new Message.ItemSeen(4, new Item.Topic("film", 0, 3, 1L << 40)),
                new Message.ItemSeen(4, new Item.File("größe, 2/映画.mp4", 1L << 40, 1L << 50, "video/mp4")),
                new Message.ItemsListed(4, true, ErrorCode.NO_ERROR, ""),
                new Message.SteerStream(5, id, Message.SteerStream.ALL, Action.PAUSE, new Start.Earliest()),
                new Message.SteerStream(6, id, 1L << 40, Action.SEEK, new Start.Timestamp(1_700_000_000_000L)),
                new Message.SteerStream(7, id, 0, Action.STOP, new Start.Latest()),
                new Message.StreamSteered(6, 1L << 40, ErrorCode.NOT_POSSIBLE_NOW, "its client is away"),
                new Message.Points(9),
                new Message.PutPoints(1, "1/größe", List.of(new Point(4_000_000, -0.245), new Point(-1, 1e300))),
                new Message.PointsStored(1, 2),
                new Message.GetPoints(2, "1/ecg1", List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE)),
                new Message.PointValues(2, -1, 1L << 40, List.of(
                        new PointResult(ErrorCode.NO_ERROR, Double.MIN_VALUE),
                        new PointResult(ErrorCode.TIME_OUT_OF_RANGE, 0))),
                new Message.GetRange(3, "1/ecg1", Long.MIN_VALUE, 7, 4096),
                new Message.PointRange(3, true, List.of(new Point(-1, 0.5))),
                new Message.ListSeries(4, "1/", "1/ecg1", 1000),
                new Message.SeriesSeen(4, "1/ecg2", 15_000, 0, 1L << 40, -1.75, 2),
                new Message.SeriesListed(4, true, 30, 450_000, 10_000, 2_000_000),
                new Message.RemoveSeries(5, "größe, 2"),
                new Message.SeriesRemoved(5, 15_000),
                new Message.PointsFailed(6, ErrorCode.SERIES_UNKNOWN, "list them"));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void comesBackAsItWas(Message message) {
        byte[] bytes = MessageCodec.encode(message);
        Message back = MessageCodec.decode(bytes);
        assertThat(back).usingRecursiveComparison().isEqualTo(message);
        assertThat(MessageCodec.encode(back)).isEqualTo(bytes);
    }

    @Test
    void noKindOfMessageIsForgottenHere() {
        assertThat(everyMessage().map(Message::getClass).collect(Collectors.<Class<?>>toSet()))
                .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageCutAtAnyByteOrTooLongIsRefused(Message message) {
        byte[] whole = MessageCodec.encode(message);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> MessageCodec.decode(cut)).isInstanceOf(TransportException.class);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> MessageCodec.decode(longer)).isInstanceOf(TransportException.class);
    }

    @Test
    void randomBytesNeverThrowAnythingElse() {
        SplittableRandom random = new SplittableRandom(11);
        int good = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(0x70);
            if (decodes(bytes)) {
                good++;
            }
        }
        assertThat(good).isPositive();
    }

    @Test
    void changedMessagesNeverThrowAnythingElse() {
        SplittableRandom random = new SplittableRandom(12);
        List<byte[]> samples = everyMessage().map(MessageCodec::encode).toList();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt();
            }
            decodes(bytes);
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            // What was understood can be said again.
            return MessageCodec.encode(MessageCodec.decode(bytes)).length > 0;
        } catch (TransportException e) {
            return false;
        }
    }

    @Test
    void valuesOutOfTheirRangeAreRefused() {
        for (Message wrong : List.of(
                new Message.SequenceRequest(1, 65_536, Duration.ZERO, 0),
                new Message.SequenceStarted(0, Duration.ZERO),
                new Message.SequenceItem(0, 1L << 32),
                new Message.LibraryList(1, "", false, "", 0, 0),
                new Message.LibraryList(1, "", false, "", 0, 1001),
                new Message.LibraryReady(0),
                new Message.LibraryVerified(new byte[31]),
                new Message.LibraryPut(1, "a", 1, "", new byte[33]),
                new Message.RegisterRenderer(1, "x", "k".repeat(65)),
                new Message.RendererCommand(0, Action.STOP, new Item.None(), 0, 1, 0, ""),
                new Message.RendererState(
                        1, PlaybackState.IDLE, new Item.None(), 0, 0, 0, ErrorCode.NO_ERROR, "t".repeat(1001), 0),
                new Message.ControlCommand(1, List.of(), Action.STOP, new Item.None(), 0, 0),
                new Message.ControlCommand(
                        1, Collections.nCopies(1001, "x"), Action.STOP, new Item.None(), 0, 0),
                new Message.SteerStream(1, new SessionId(1, 2), 1, Action.PLAY, new Start.Earliest()),
                new Message.SteerStream(1, new SessionId(1, 2), 1, Action.SEEK, new Start.Positions(POSITIONS)),
                new Message.ListItems(1, "", 0),
                new Message.ListItems(1, "", 1001),
                new Message.PutPoints(1, "a", List.of()),
                new Message.PutPoints(1, "a", Collections.nCopies(4097, new Point(0, 0))),
                new Message.PutPoints(1, "a", List.of(new Point(0, Double.NaN))),
                new Message.PutPoints(1, "a", List.of(new Point(0, Double.NEGATIVE_INFINITY))),
                new Message.GetPoints(1, "a", List.of()),
                new Message.GetPoints(1, "a", Collections.nCopies(4097, 0L)),
                new Message.GetRange(1, "a", 0, 1, 0),
                new Message.GetRange(1, "a", 0, 1, 4097),
                new Message.ListSeries(1, "", "", 1001),
                new Message.SeriesSeen(1, "a", 0, 0, 0, 0, 0),
                new Message.OpenSession("x", Duration.ofDays(4000)))) {
            byte[] bytes = MessageCodec.encode(wrong);
            assertThatThrownBy(() -> MessageCodec.decode(bytes))
                    .isInstanceOfSatisfying(
                            TransportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    @Test
    void aRedirectToNowhereIsRefused() {
        byte[] good = MessageCodec.encode(new Message.Redirect("", "a", 1));
        for (byte[] wrong : List.of(
                // No host, a port of 0, a port of more than 16 bits.
                new byte[]{good[0], 0, 0, 1},
                new byte[]{good[0], 0, 1, 'a', 0},
                new byte[]{good[0], 0, 1, 'a', (byte) 0x80, 1, 0, 0})) {
            assertThatThrownBy(() -> MessageCodec.decode(wrong)).isInstanceOfSatisfying(
                    TransportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    @Test
    void anUnknownGuaranteeIsRefused() {
        byte[] bytes = MessageCodec.encode(new Message.Publish(1, "a", Guarantee.BEST_EFFORT));
        bytes[bytes.length - 1] = 3;
        assertThatThrownBy(() -> MessageCodec.decode(bytes)).isInstanceOf(TransportException.class);
    }

    @Test
    void aDatagramCarriesNothingButData() {
        byte[] confirm = {1, 0x23, 1};
        assertThatThrownBy(() -> MessageDatagram.decode(confirm)).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> MessageDatagram.decode(new byte[0])).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> MessageDatagram.decode(new byte[]{1})).isInstanceOf(TransportException.class);
    }

    @Test
    void aFilterThatIsTooLargeIsRefused() {
        for (int kind : new int[]{1, 2}) {
            byte[] bytes = new FieldWriter(MessageType.SUBSCRIBE).number(1).text("orders").number(0)
                    .number(kind).bytes(new byte[Filter.MAX_BYTES + 1]).number(0).number(0).toBytes();
            assertThatThrownBy(() -> MessageCodec.decode(bytes)).isInstanceOf(TransportException.class)
                    .hasMessageContaining("at most 4096");
        }
        byte[] name = new FieldWriter(MessageType.SUBSCRIBE).number(1).text("orders").number(0)
                .number(3).text("x".repeat(Filter.MAX_NAME_BYTES + 1)).number(0).number(0).number(0).toBytes();
        assertThatThrownBy(() -> MessageCodec.decode(name)).isInstanceOf(TransportException.class)
                .hasMessageContaining("at most 256");
    }

    @Test
    void anUnknownFilterOrResetIsRefused() {
        byte[] filter = new FieldWriter(MessageType.SUBSCRIBE).number(1).text("orders").number(0)
                .number(4).number(0).number(0).toBytes();
        byte[] reset = new FieldWriter(MessageType.SUBSCRIBE).number(1).text("orders").number(0)
                .number(0).number(0).number(3).toBytes();
        assertThatThrownBy(() -> MessageCodec.decode(filter)).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> MessageCodec.decode(reset)).isInstanceOf(TransportException.class);
    }

    @Test
    void anUnknownActionStateOrItemIsRefused() {
        for (byte[] wrong : List.of(
                new FieldWriter(MessageType.RENDERER_COMMAND).number(1).number(6).number(0).number(0).number(1)
                        .number(0).text("")
                        .toBytes(),
                new FieldWriter(MessageType.ITEM_SEEN).number(1).number(2).toBytes(),
                new FieldWriter(MessageType.RENDERER_STATE).number(1).number(7).number(0).number(0).number(0).number(0)
                        .number(0).text("").number(0).toBytes())) {
            assertThatThrownBy(() -> MessageCodec.decode(wrong)).isInstanceOf(TransportException.class);
        }
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        byte[] bytes = MessageCodec.encode(new Message.Failure(ErrorCode.NO_ERROR, "a"));
        bytes[bytes.length - 1] = (byte) 0xFF;
        assertThatThrownBy(() -> MessageCodec.decode(bytes)).isInstanceOf(TransportException.class);
    }

    @Test
    void aCodeThatIsNotKnownBecomesAnInternalError() {
        assertThat(MessageCodec.decode(new byte[]{0x05, 0x7F, (byte) 0xFF, 0}))
                .isEqualTo(new Message.Failure(ErrorCode.INTERNAL_ERROR, ""));
    }
}
