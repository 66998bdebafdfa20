package io.sluice.admin.query;

import io.sluice.admin.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A place in a list, opaque to clients. It says where the page before ended and not how many rows came before, so a
 * deep page costs no more than the first, and rows that come and go shift nothing.
 *
 * @param parts as the list gave them
 */
public record Cursor(List<String> parts) {
    /** Copies {@code parts}. */
    public Cursor {
        parts = List.copyOf(parts);
    }

    static String encode(String list, List<String> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(list);
            for (String part : parts) {
                out.writeUTF(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("written to memory", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    static Cursor decode(String text, String list, int count) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            boolean right = in.readUTF().equals(list);
            List<String> parts = new ArrayList<>();
            for (int i = 0; right && i < count; i++) {
                parts.add(in.readUTF());
            }
            if (right && in.read() < 0) {
                return new Cursor(parts);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Said below.
        }
        throw bad();
    }

    /** The part as a number. */
    public long number(int part) {
        try {
            return Long.parseLong(parts.get(part));
        } catch (NumberFormatException e) {
            throw bad();
        }
    }

    /** What a cursor is answered with that no page of the list gave. */
    public static ProblemException bad() {
        return ProblemException.badParameter("BAD_CURSOR", "cursor",
                "cursor is not one of this list and order: follow the \"next\" of the page before.");
    }
}
