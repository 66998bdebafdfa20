package io.sluice.cli.admin;

import io.sluice.cli.output.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API answered, made ready to be shown. */
final class Answers {
    private Answers() {}

    /** The same with the name of an event before it, as all results for machines have. */
    static Json event(String name, JsonObject answer) {
        return put(Json.object().put("event", name), answer);
    }

    private static Json put(Json json, JsonObject object) {
        object.forEach((name, value) -> json.put(name, plain(value)));
        return json;
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.getString();
            case JsonNumber number -> number.bigDecimalValue();
            case JsonObject object -> put(Json.object(), object);
            case JsonArray array -> {
                List<@Nullable Object> values = new ArrayList<>();
                array.forEach(each -> values.add(plain(each)));
                yield values;
            }
            default -> value == JsonValue.NULL ? null : (Object) (value == JsonValue.TRUE);
        };
    }

    /** The objects of a list that an object has. */
    static List<JsonObject> objects(JsonObject object, String name) {
        JsonArray array = object.getJsonArray(name);
        return array == null ? List.of() : array.getValuesAs(JsonObject.class);
    }

    /** A member as text, whatever it is; a hyphen if it is not there. */
    static String text(JsonObject object, String name) {
        JsonValue value = object.get(name);
        return switch (value) {
            case null -> "-";
            case JsonString text -> text.getString().isEmpty() ? "-" : text.getString();
            default -> value == JsonValue.NULL ? "-" : value.toString();
        };
    }
}
