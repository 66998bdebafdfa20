package io.sluice.crsp.session;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.wire.ErrorCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Session messages in the notation of the specification: the records' own names and components. */
final class MessageNotation {
    private MessageNotation() {}

    // To text.

    static String describe(Message message) throws ReflectiveOperationException {
        List<String> fields = new ArrayList<>();
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            fields.add(component.getName() + "=" + text(component.getAccessor().invoke(message)));
        }
        return message.getClass().getSimpleName() + "(" + String.join(", ", fields) + ")";
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
            case String string -> '"' + string + '"';
            case Duration duration -> Long.toString(duration.toMillis());
            case List<?> list -> list.stream().map(MessageNotation::text).collect(Collectors.joining(" ", "[", "]"));
            case Position position -> position.partition() + ":" + position.offset();
            case Header header -> '"' + header.name() + "\"=" + text(header.value());
            case Start.Earliest ignored -> "earliest";
            case Start.Latest ignored -> "latest";
            case Start.Offset start -> "offset:" + start.offset();
            case Start.Timestamp start -> "timestamp:" + start.epochMillis();
            case Start.Positions start -> "positions:" + text(start.positions());
            case Filter.All ignored -> "all";
            case Filter.Key filter -> "key:" + text(filter.key());
            case Filter.KeyPrefix filter -> "key-prefix:" + text(filter.prefix());
            case Filter.HeaderValue filter -> "header:\"" + filter.name() + "\"=" + text(filter.value());
            case Item.None ignored -> "none";
            case Item.Topic item ->
                "topic:\"" + item.name() + "\":" + item.partition() + ":" + item.begin() + ":" + item.end();
            case Item.File item ->
                "file:\"" + item.name() + "\":" + item.version() + ":" + item.size() + ":\"" + item.mediaType() + '"';
            case Point point -> point.time() + ":" + point.value();
            case PointResult result -> result.code() + ":" + result.value();
            case OffsetReset reset -> reset.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    // From text.

    static Message parse(String meaning) throws ReflectiveOperationException {
        Notation notation = Notation.parse(meaning);
        Class<?> type = Arrays.stream(Message.class.getPermittedSubclasses())
                .filter(each -> each.getSimpleName().equals(notation.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such message: " + meaning));
        RecordComponent[] components = type.getRecordComponents();
        @Nullable
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], notation.text(components[i].getName()));
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return (Message) constructor.newInstance(values);
    }

    private static @Nullable Object value(RecordComponent component, String text) {
        return switch (component.getType().getSimpleName()) {
            case "long" -> Long.parseLong(text);
            case "double" -> Double.parseDouble(text);
            case "int" -> Integer.parseInt(text);
            case "boolean" -> Boolean.parseBoolean(text);
            case "String" -> text.substring(1, text.length() - 1);
            case "Duration" -> Duration.ofMillis(Long.parseLong(text));
            case "byte[]" -> bytes(text);
            case "SessionId" -> SessionId.parse(text);
            case "ErrorCode" -> ErrorCode.valueOf(text);
            case "Guarantee" -> Guarantee.valueOf(text);
            case "Start" -> start(text);
            case "Filter" -> filter(text);
            case "OffsetReset" -> OffsetReset.valueOf(text.toUpperCase(Locale.ROOT));
            case "Action" -> Action.valueOf(text);
            case "PlaybackState" -> PlaybackState.valueOf(text);
            case "Presence" -> Presence.valueOf(text);
            case "Item" -> item(text);
            case "List" ->
                switch (component.getName()) {
                    case "headers" -> headers(text);
                    case "renderers" -> texts(text);
                    case "points" -> points(text);
                    case "times" -> Notation.list(text, " ").stream().map(Long::parseLong).toList();
                    case "results" -> results(text);
                    default -> positions(text);
                };
            default -> throw new AssertionError("no notation for " + component);
        };
    }

    private static byte @Nullable [] bytes(String text) {
        return text.equals("null") ? null : SpecificationVectors.bytes(text);
    }

    private static Filter filter(String text) {
        String[] parts = text.split(":", 2);
        return switch (parts[0]) {
            case "all" -> new Filter.All();
            case "key" -> new Filter.Key(SpecificationVectors.bytes(parts[1]));
            case "key-prefix" -> new Filter.KeyPrefix(SpecificationVectors.bytes(parts[1]));
            case "header" -> {
                Header header = headers("[" + parts[1] + "]").getFirst();
                yield new Filter.HeaderValue(header.name(), header.value());
            }
            default -> throw new AssertionError("no filter: " + text);
        };
    }

    private static List<Point> points(String text) {
        return Notation.list(text, " ").stream()
                .map(each -> each.split(":", 2))
                .map(parts -> new Point(Long.parseLong(parts[0]), Double.parseDouble(parts[1])))
                .toList();
    }

    private static List<PointResult> results(String text) {
        return Notation.list(text, " ").stream()
                .map(each -> each.split(":", 2))
                .map(parts -> new PointResult(ErrorCode.valueOf(parts[0]), Double.parseDouble(parts[1])))
                .toList();
    }

    private static List<String> texts(String text) {
        return Notation.list(text, " ").stream().map(each -> each.substring(1, each.length() - 1)).toList();
    }

    private static Item item(String text) {
        if (text.equals("none")) {
            return new Item.None();
        }
        String[] parts = text.split(":", 5);
        if (parts[0].equals("file")) {
            return new Item.File(parts[1].substring(1, parts[1].length() - 1), Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]), parts[4].substring(1, parts[4].length() - 1));
        }
        return new Item.Topic(parts[1].substring(1, parts[1].length() - 1), Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]), Long.parseLong(parts[4]));
    }

    private static Start start(String text) {
        String[] parts = text.split(":", 2);
        return switch (parts[0]) {
            case "earliest" -> new Start.Earliest();
            case "latest" -> new Start.Latest();
            case "offset" -> new Start.Offset(Long.parseLong(parts[1]));
            case "timestamp" -> new Start.Timestamp(Long.parseLong(parts[1]));
            case "positions" -> new Start.Positions(positions(parts[1]));
            default -> throw new AssertionError("no start: " + text);
        };
    }

    private static List<Position> positions(String text) {
        return Notation.list(text, " ").stream()
                .map(each -> each.split(":", 2))
                .map(parts -> new Position(Integer.parseInt(parts[0]), Long.parseLong(parts[1])))
                .toList();
    }

    private static List<Header> headers(String text) {
        return Notation.list(text, " ").stream()
                .map(each -> each.split("=", 2))
                .map(parts -> new Header(parts[0].substring(1, parts[0].length() - 1), bytes(parts[1])))
                .toList();
    }
}
