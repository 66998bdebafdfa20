package io.sluice.crsp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.crsp.Notation;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes frames from their notation in the specification, by the specification's table. */
public final class FrameNotation {
    private FrameNotation() {}

    public static void write(ByteBuffer out, String meaning) {
        Notation frame = Notation.parse(meaning);
        switch (frame.name()) {
            case "PADDING" -> out.put((byte) 0x00);
            case "PING" -> out.put((byte) 0x01);
            case "ACK" -> writeAck(out.put((byte) (frame.fields().containsKey("ect0") ? 0x03 : 0x02)), frame);
            case "RESET_STREAM" ->
                numbers(out.put((byte) 0x04), frame.number("id"), frame.number("code"), frame.number("final_size"));
            case "STOP_SENDING" -> numbers(out.put((byte) 0x05), frame.number("id"), frame.number("code"));
            case "HANDSHAKE" -> {
                byte[] data = frame.bytes("data");
                numbers(out.put((byte) 0x06), frame.number("offset"), data.length);
                out.put(data);
            }
            case "STREAM" -> {
                byte[] data = frame.bytes("data");
                out.put((byte) (frame.text("fin").equals("true") ? 0x0b : 0x0a));
                numbers(out, frame.number("id"), frame.number("offset"), data.length);
                out.put(data);
            }
            case "MAX_DATA" -> numbers(out.put((byte) 0x10), frame.number("limit"));
            case "MAX_STREAM_DATA" -> numbers(out.put((byte) 0x11), frame.number("id"), frame.number("limit"));
            case "MAX_STREAMS" -> numbers(out.put((byte) 0x12), frame.number("limit"));
            case "DATA_BLOCKED" -> numbers(out.put((byte) 0x14), frame.number("limit"));
            case "STREAM_DATA_BLOCKED" -> numbers(out.put((byte) 0x15), frame.number("id"), frame.number("limit"));
            case "NEW_TICKET" -> {
                byte[] ticket = frame.bytes("ticket");
                numbers(out.put((byte) 0x07), frame.number("lifetime"), ticket.length);
                out.put(ticket);
            }
            case "RESET_TOKEN" -> out.put((byte) 0x18).put(frame.bytes("token"));
            case "PATH_CHALLENGE" -> out.put((byte) 0x1a).putLong(frame.number("data"));
            case "PATH_RESPONSE" -> out.put((byte) 0x1b).putLong(frame.number("data"));
            case "SKIP" ->
                numbers(out.put((byte) 0x20), frame.number("id"), frame.number("offset"), frame.number("length"));
            case "DATAGRAM" -> {
                byte[] data = frame.bytes("data");
                numbers(out.put((byte) 0x31), data.length);
                out.put(data);
            }
            case "CONNECTION_CLOSE" -> {
                byte[] reason = frame.quoted("reason").getBytes(UTF_8);
                numbers(out.put((byte) 0x1c), frame.number("code"), reason.length);
                out.put(reason);
            }
            default -> throw new AssertionError("unknown frame " + meaning);
        }
    }

    private static void writeAck(ByteBuffer out, Notation frame) {
        List<String> ranges = Notation.list(frame.text("ranges"), " ");
        numbers(out, frame.number("largest"), frame.number("delay"), ranges.size() - 1);
        long smallest = -1;
        for (String range : ranges) {
            String[] ends = range.split("\\.\\.", 2);
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[1]);
            if (smallest >= 0) {
                numbers(out, smallest - last - 2);
            }
            numbers(out, last - first);
            smallest = first;
        }
        if (frame.fields().containsKey("ect0")) {
            numbers(out, frame.number("ect0"), frame.number("ect1"), frame.number("ce"));
        }
    }

    private static void numbers(ByteBuffer out, long... numbers) {
        for (long number : numbers) {
            VarInt.write(out, number);
        }
    }
}
