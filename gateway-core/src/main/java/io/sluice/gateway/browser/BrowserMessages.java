package io.sluice.gateway.browser;

import io.sluice.crsp.session.Item;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.PlaybackState;
import io.sluice.crsp.wire.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The messages between the gateway and a browser, each a JSON object with a {@code type}. */
final class BrowserMessages {
    private static final String TYPE = "type";

    private BrowserMessages() {}

    // To the browser.

    static String registered() {
        return Json.createObjectBuilder().add(TYPE, "registered").build().toString();
    }

    static String refused(ErrorCode code, String text) {
        return Json.createObjectBuilder().add(TYPE, "refused").add("code", code.name()).add("message", text).build()
                .toString();
    }

    static String command(Message.RendererCommand command) {
        return Json.createObjectBuilder().add(TYPE, "command").add("id", command.id())
                .add("action", lower(command.action())).add("item", item(command.item()))
                .add("position", command.position()).add("place", command.place())
                .add("startAtMillis", command.startAtMillis()).add("by", command.by()).build().toString();
    }

    /** Text of any bytes: what is no UTF-8 is shown as such. */
    static String record(long reading, long offset, byte[] value, int cost) {
        return Json.createObjectBuilder().add(TYPE, "record").add("reading", reading).add("offset", offset)
                .add("size", value.length).add("cost", cost).add("text", new String(value, StandardCharsets.UTF_8))
                .build().toString();
    }

    static String end(long reading) {
        return Json.createObjectBuilder().add(TYPE, "end").add("reading", reading).build().toString();
    }

    static String unreadable(long reading, ErrorCode code, String text) {
        return Json.createObjectBuilder().add(TYPE, "unreadable").add("reading", reading).add("code", code.name())
                .add("message", text).build().toString();
    }

    static JsonObject item(Item item) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        switch (item) {
            case Item.None() -> json.add("kind", "none");
            case Item.Topic(String name, int partition, long begin, long end) -> {
                json.add("kind", "topic").add("name", name).add("partition", partition).add("begin", begin);
                if (!item.isEndless()) {
                    json.add("end", end);
                }
            }
            case Item.File(String name, long version, long size, String mediaType) ->
                json.add("kind", "file").add("name", name).add("version", version).add("size", size)
                        .add("mediaType", mediaType);
        }
        return json.build();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // From the browser. What is malformed is an IllegalArgumentException.

    static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no JSON object: " + e.getMessage(), e);
        }
    }

    static String type(JsonObject json) {
        return text(json, TYPE, "");
    }

    static String text(JsonObject json, String name, String otherwise) {
        JsonValue value = json.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw new IllegalArgumentException(name + " is no text");
    }

    /** From 0 to the largest integer of the protocol. */
    static long number(JsonObject json, String name) {
        if (json.get(name) instanceof JsonNumber number) {
            long value = number.longValue();
            if (value >= 0 && value <= Item.ENDLESS) {
                return value;
            }
        }
        throw new IllegalArgumentException(name + " is no number of 0 or more");
    }

    static Item item(JsonObject json) {
        JsonObject item = json.get("item") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        return switch (text(item, "kind", "none")) {
            case "none" -> new Item.None();
            case "topic" -> new Item.Topic(text(item, "name", ""), Math.toIntExact(number(item, "partition")),
                    number(item, "begin"), item.containsKey("end") ? number(item, "end") : Item.ENDLESS);
            case "file" -> new Item.File(text(item, "name", ""), number(item, "version"), number(item, "size"),
                    text(item, "mediaType", ""));
            default -> throw new IllegalArgumentException("an unknown kind of item");
        };
    }

    static Message.RendererState state(JsonObject json) {
        try {
            String text = text(json, "message", "");
            return new Message.RendererState(number(json, "command"),
                    PlaybackState.valueOf(text(json, "state", "").toUpperCase(Locale.ROOT)), item(json),
                    number(json, "position"), number(json, "buffered"), number(json, "rate"),
                    ErrorCode.valueOf(text(json, "code", ErrorCode.NO_ERROR.name())),
                    text.substring(0, Math.min(text.length(), Message.RendererState.MAX_TEXT)),
                    number(json, "atMillis"));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a number is too large", e);
        }
    }
}
