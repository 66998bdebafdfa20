package io.sluice.crsp.qlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly by RFC 8259: objects as maps, numbers as doubles. */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The object that this text is. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.expectEnd();
        return (Map<String, Object>) value;
    }

    private Object value() {
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        for (expect('{'); !take('}');) {
            if (!object.isEmpty()) {
                expect(',');
            }
            String name = string();
            expect(':');
            if (object.put(name, value()) != null) {
                throw failure("a name that came before");
            }
        }
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        for (expect('['); !take(']');) {
            if (!array.isEmpty()) {
                expect(',');
            }
            array.add(value());
        }
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (expect('"'); !take('"');) {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw failure("a control character");
            }
            if (c != '\\') {
                string.append(c);
            } else if (take('u')) {
                string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                string.append(text.charAt(at++));
            }
        }
        return string.toString();
    }

    private Object literal(String word, Object meaning) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return meaning;
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
            throw failure("no number: " + number);
        }
        return Double.valueOf(number);
    }

    private boolean take(char c) {
        boolean there = text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw failure("no " + c);
        }
    }

    private void expectEnd() {
        if (at != text.length()) {
            throw failure("something after the end");
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(what + " at " + at + " of " + text);
    }
}
