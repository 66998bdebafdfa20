package io.sluice.crsp.session;

import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a session message into a buffer that grows. */
final class FieldWriter {
    private ByteBuffer buffer;

    FieldWriter(int type) {
        this(type, 64);
    }

    /** @param bytes how many the message will have; if it is right they are not copied */
    FieldWriter(int type, int bytes) {
        buffer = ByteBuffer.allocate(bytes);
        buffer.put((byte) type);
    }

    byte[] toBytes() {
        if (!buffer.hasRemaining()) {
            return buffer.array();
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }

    FieldWriter number(long value) {
        VarInt.write(room(Long.BYTES), value);
        return this;
    }

    FieldWriter bool(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    FieldWriter bytes(byte[] value) {
        number(value.length);
        room(value.length).put(value);
        return this;
    }

    /** Null is 0, n bytes are n + 1 and the bytes. */
    FieldWriter nullableBytes(byte @Nullable [] value) {
        if (value == null) {
            return number(0);
        }
        number(value.length + 1L);
        room(value.length).put(value);
        return this;
    }

    FieldWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter millis(Duration value) {
        return number(value.toMillis());
    }

    FieldWriter sessionId(SessionId id) {
        room(2 * Long.BYTES).putLong(id.high()).putLong(id.low());
        return this;
    }

    FieldWriter positions(List<Position> positions) {
        number(positions.size());
        for (Position position : positions) {
            number(position.partition()).number(position.offset());
        }
        return this;
    }

    FieldWriter headers(List<Header> headers) {
        number(headers.size());
        for (Header header : headers) {
            text(header.name()).nullableBytes(header.value());
        }
        return this;
    }

    FieldWriter filter(Filter filter) {
        return switch (filter) {
            case Filter.All() -> number(0);
            case Filter.Key(byte[] key) -> number(1).bytes(key);
            case Filter.KeyPrefix(byte[] prefix) -> number(2).bytes(prefix);
            case Filter.HeaderValue(String name, byte[] value) -> number(3).text(name).nullableBytes(value);
        };
    }

    FieldWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    FieldWriter item(Item item) {
        return switch (item) {
            case Item.None() -> number(0);
            case Item.Topic(String name, int partition, long begin, long end) ->
                number(1).text(name).number(partition).number(begin).number(end);
            case Item.File(String name, long version, long size, String mediaType) ->
                number(2).text(name).number(version).number(size).text(mediaType);
        };
    }

    /** 64 bits, with a sign. */
    FieldWriter time(long nanos) {
        room(Long.BYTES).putLong(nanos);
        return this;
    }

    /** 64 bits of IEEE 754. */
    FieldWriter value(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    FieldWriter points(List<Point> points) {
        number(points.size());
        room(points.size() * (Long.BYTES + Double.BYTES));
        points.forEach(point -> time(point.time()).value(point.value()));
        return this;
    }

    FieldWriter times(List<Long> times) {
        number(times.size());
        room(times.size() * Long.BYTES);
        times.forEach(this::time);
        return this;
    }

    FieldWriter results(List<PointResult> results) {
        number(results.size());
        results.forEach(result -> number(result.code().code()).value(result.value()));
        return this;
    }

    FieldWriter offsetReset(OffsetReset reset) {
        return switch (reset) {
            case FAIL -> number(0);
            case EARLIEST -> number(1);
            case LATEST -> number(2);
        };
    }

    FieldWriter start(Start start) {
        return switch (start) {
            case Start.Earliest() -> number(0);
            case Start.Latest() -> number(1);
            case Start.Offset(long offset) -> number(2).number(offset);
            case Start.Timestamp(long millis) -> number(3).number(millis);
            case Start.Positions(List<Position> positions) -> number(4).positions(positions);
        };
    }
}
