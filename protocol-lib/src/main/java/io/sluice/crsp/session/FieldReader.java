package io.sluice.crsp.session;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a session message; every length is checked against what is there. */
final class FieldReader {
    private static final long MAX_MILLIS = Duration.ofDays(3650).toMillis();

    private static final int SHA_256_BYTES = 32;

    private final ByteBuffer buffer;

    FieldReader(byte[] message) {
        buffer = ByteBuffer.wrap(message);
    }

    int type() {
        if (!buffer.hasRemaining()) {
            throw malformed("a message is empty");
        }
        return buffer.get() & 0xFF;
    }

    void end() {
        if (buffer.hasRemaining()) {
            throw malformed("a message has " + buffer.remaining() + " bytes too many");
        }
    }

    long number() {
        return VarInt.read(buffer);
    }

    int number(int low, int high) {
        long value = number();
        if (value < low || value > high) {
            throw malformed("a value is outside " + low + " to " + high + ": " + value);
        }
        return (int) value;
    }

    /** A number of 32 bits without sign. */
    long uint32() {
        long value = number();
        if (value > 0xFFFF_FFFFL) {
            throw malformed("a value exceeds 32 bits: " + value);
        }
        return value;
    }

    boolean bool() {
        return number(0, 1) == 1;
    }

    private byte[] take(long length) {
        if (length > buffer.remaining()) {
            throw malformed("a field is cut off");
        }
        byte[] bytes = new byte[(int) length];
        buffer.get(bytes);
        return bytes;
    }

    byte[] bytes() {
        return take(number());
    }

    byte[] sha256() {
        long length = number();
        if (length != SHA_256_BYTES) {
            throw malformed("a SHA-256 has " + SHA_256_BYTES + " bytes, not " + length);
        }
        return take(length);
    }

    byte @Nullable [] nullableBytes() {
        long length = number();
        return length == 0 ? null : take(length - 1);
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text is not UTF-8");
        }
    }

    /** A name or a literal address. */
    String host() {
        String host = text();
        if (host.isBlank() || host.length() > Message.Redirect.MAX_HOST) {
            throw malformed("a host has no name, or one of more than " + Message.Redirect.MAX_HOST + " characters");
        }
        return host;
    }

    Duration millis() {
        long millis = number();
        if (millis > MAX_MILLIS) {
            throw malformed("a duration is too long: " + millis + " ms");
        }
        return Duration.ofMillis(millis);
    }

    SessionId sessionId() {
        if (buffer.remaining() < 2 * Long.BYTES) {
            throw malformed("a session id is cut off");
        }
        return new SessionId(buffer.getLong(), buffer.getLong());
    }

    List<Position> positions() {
        int count = count(2);
        List<Position> positions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            positions.add(new Position(number(0, Integer.MAX_VALUE), number()));
        }
        return positions;
    }

    List<Header> headers() {
        int count = count(2);
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Header(text(), nullableBytes()));
        }
        return headers;
    }

    long time() {
        if (buffer.remaining() < Long.BYTES) {
            throw malformed("a time is cut off");
        }
        return buffer.getLong();
    }

    double value() {
        if (buffer.remaining() < Double.BYTES) {
            throw malformed("a value is cut off");
        }
        double value = buffer.getDouble();
        if (!Double.isFinite(value)) {
            throw malformed("a value is not finite: " + value);
        }
        return value;
    }

    List<Point> points(int least, int most) {
        int count = count(Long.BYTES + Double.BYTES, least, most);
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(new Point(time(), value()));
        }
        return points;
    }

    List<Long> times(int least, int most) {
        int count = count(Long.BYTES, least, most);
        List<Long> times = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            times.add(time());
        }
        return times;
    }

    List<PointResult> results(int least, int most) {
        int count = count(1 + Double.BYTES, least, most);
        List<PointResult> results = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            results.add(new PointResult(code(), value()));
        }
        return results;
    }

    private int count(int size, int least, int most) {
        int count = count(size);
        if (count < least || count > most) {
            throw malformed("a list has " + count + " elements, not " + least + " to " + most);
        }
        return count;
    }

    /** A count of elements of which each takes at least {@code size} bytes. */
    private int count(int size) {
        long count = number();
        if (count > buffer.remaining() / size) {
            throw malformed("a list is longer than its message");
        }
        return (int) count;
    }

    Filter filter() {
        try {
            return switch ((int) Math.min(number(), Integer.MAX_VALUE)) {
                case 0 -> new Filter.All();
                case 1 -> new Filter.Key(bytes());
                case 2 -> new Filter.KeyPrefix(bytes());
                case 3 -> new Filter.HeaderValue(text(), nullableBytes());
                default -> throw malformed("an unknown kind of filter");
            };
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** A number that is not 0. */
    long positive() {
        long value = number();
        if (value == 0) {
            throw malformed("a value must not be 0");
        }
        return value;
    }

    /** A text of so many characters at most. */
    String text(int most) {
        String text = text();
        if (text.length() > most) {
            throw malformed("a text has more than " + most + " characters");
        }
        return text;
    }

    List<String> texts(int least, int most) {
        int count = count(1, least, most);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    ErrorCode code() {
        return ErrorCode.ofOrInternal(number());
    }

    Action action() {
        return Action.of(number(0, Action.values().length - 1));
    }

    /** What can be done to a stream: it plays what it was begun for. */
    Action streamAction() {
        return Action.of(number(Action.PAUSE.code(), Action.STOP.code()));
    }

    /** Where to go on, the same for all partitions. */
    Start place() {
        Start start = start();
        if (start instanceof Start.Positions) {
            throw malformed("positions are no place for a stream of another");
        }
        return start;
    }

    PlaybackState playbackState() {
        return PlaybackState.of(number(0, PlaybackState.values().length - 1));
    }

    Presence presence() {
        return Presence.of(number(0, Presence.values().length - 1));
    }

    Item item() {
        return switch ((int) Math.min(number(), Integer.MAX_VALUE)) {
            case 0 -> new Item.None();
            case 1 -> new Item.Topic(text(), number(0, Integer.MAX_VALUE), number(), number());
            case 2 -> new Item.File(text(), number(), number(), text());
            default -> throw malformed("an unknown kind of item");
        };
    }

    OffsetReset offsetReset() {
        return switch (number(0, 2)) {
            case 0 -> OffsetReset.FAIL;
            case 1 -> OffsetReset.EARLIEST;
            default -> OffsetReset.LATEST;
        };
    }

    Start start() {
        return switch ((int) Math.min(number(), Integer.MAX_VALUE)) {
            case 0 -> new Start.Earliest();
            case 1 -> new Start.Latest();
            case 2 -> new Start.Offset(number());
            case 3 -> new Start.Timestamp(number());
            case 4 -> new Start.Positions(positions());
            default -> throw malformed("an unknown kind of start");
        };
    }

    static TransportException malformed(String text) {
        return new TransportException(ErrorCode.BAD_REQUEST, text);
    }
}
